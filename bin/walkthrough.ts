// npm run walkthrough: drives one car through a gate of the running city and shows every trace that it leaves.
import { cityFolder } from './city/arguments.ts';
import { demoCity } from './city/demo-record.ts';
import { runningCity } from './city/folder.ts';
import { CityUsageError } from './city/usage.ts';
import { walkThrough } from './city/walkthrough.ts';

try {
  const folder = cityFolder(process.env);
  const city = await runningCity(folder);
  await walkThrough(city, await demoCity(folder), (line) => void process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(
    `${error instanceof CityUsageError ? error.message : `The walk ended early. ${String(error)}`}\n`,
  );
  process.exitCode = error instanceof CityUsageError ? 2 : 1;
}
