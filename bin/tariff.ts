// npm run tariff: tries tariff files out without a database: lint, comparison over stays, fee curve, formats of others.
import { compareFiles } from './tariff/compare-files.ts';
import { drawCurve } from './tariff/draw-curve.ts';
import { exportFile, importFile } from './tariff/exchange-file.ts';
import { lintFile } from './tariff/lint-file.ts';
import { UnusableInput } from './tariff/read-files.ts';

const usage = `usage: npm run --silent tariff -- lint FILE.json
       npm run --silent tariff -- compare BEFORE.json AFTER.json --stays STAYS.json [--calendar FILE.json] [--biggest 20]
       npm run --silent tariff -- curve FILE.json [OTHER.json] [--entry 2026-03-11T08:00:00+08:00] [--hours 24]
         [--vehicle small] [--calendar FILE.json] [--language zh|en]
       npm run --silent tariff -- export --format cds|db4401 --tariff FILE.json [--vehicle small]
         [--user-classes car,electric] [--published 2026-03-11T08:00:00+08:00]
       npm run --silent tariff -- import --format cds|db4401 --file FILE.json [--vehicle small] [--user-classes car,electric]
  lint     one JSON line per finding on stdout; exit 1 when one of them is an error.
  compare  one JSON line per stay, and a last one with the totals and the biggest changes.
  curve    an SVG on stdout; two curves over each other when two files are named.
  export   the prices of one vehicle class in the format of others; see docs/tariff-exchange.md.
  import   such a file as a tariff document. Of both, one JSON line on stderr per thing that one of the two sides has no
           words for, and exit 1.
  Exit 2 when the input cannot be used; the message on stderr names the file and the place in it.`;

/** A verb takes the words behind it, writes to stdout and answers the exit code. */
const verbs: Readonly<Record<string, (words: string[]) => number>> = {
  lint: lintFile,
  compare: compareFiles,
  curve: drawCurve,
  export: exportFile,
  import: importFile,
};

const [verb = '', ...words] = process.argv.slice(2);

try {
  if (verb === '--help') {
    process.stderr.write(`${usage}\n`);
  } else {
    const run = verbs[verb];
    if (run === undefined) throw new UnusableInput(usage);
    process.exitCode = run(words);
  }
} catch (error) {
  if (!(error instanceof UnusableInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
