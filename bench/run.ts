// npm run bench -- NAME: measures ours beside its peers. See docs/benchmarks.md.
import { benchCommand } from './harness/command.ts';
import { benchmarks } from './registry.ts';

process.exitCode = await benchCommand(process.argv.slice(2), benchmarks, {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
});
