// Style is a test: sizes, names, openings, and that what documents promise is there. Reads the files that git knows.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { PROJECT_FOLDER } from '../embedded/index.ts';
import { functionsOf, hasDefaultExport, linesOfSql, wordsDeclaredIn } from './support/source.ts';

const files = execFileSync('git', ['ls-files', '-z'], { cwd: PROJECT_FOLDER, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(PROJECT_FOLDER, path)));
const textOf = (path: string): string => readFileSync(join(PROJECT_FOLDER, path), 'utf8');
const linesOf = (path: string): string[] => textOf(path).split('\n');

const isRecorded = (path: string): boolean => /^(openapi\/generated|test\/data|test\/replay\/histories)\//.test(path);
const isCode = (path: string): boolean => /\.(ts|mjs)$/.test(path) && !isRecorded(path);
const code = files.filter(isCode);
const parsed = new Map(
  code.map((path) => [path, ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true)] as const),
);
const eachSource = <T>(look: (path: string, source: ts.SourceFile) => T[]): T[] =>
  [...parsed].flatMap(([path, source]) => look(path, source));

describe('sizes', () => {
  test('a file has at most 400 lines', () => {
    const long = files
      .filter((path) => isCode(path) || path.endsWith('.sql'))
      .filter((path) => linesOf(path).length > 401);
    expect(long).toEqual([]);
  });

  test('a function has at most 70 lines; the functions inside one of a test count for themselves', () => {
    const long = eachSource((path, source) =>
      functionsOf(source)
        .map(({ name, line, lines, ownLines }) => ({ name, line, lines: path.startsWith('test/') ? ownLines : lines }))
        .filter(({ lines }) => lines > 70)
        .map(({ name, line, lines }) => `${path}:${line} ${name} has ${lines} lines`),
    );
    expect(long).toEqual([]);
  });

  test('a line has at most 130 characters, statements of SQL and the tables and titles of tests aside', () => {
    const isOfTest = (path: string, line: string): boolean =>
      path.startsWith('test/') && /^\s*(\[|\{|\$\{|\||[`'"]|test\(|describe\()/.test(line);
    const long = eachSource((path, source) => {
      const statements = linesOfSql(source);
      return linesOf(path).flatMap((line, index) =>
        [...line].length > 130 && !statements.has(index + 1) && !isOfTest(path, line) ? [`${path}:${index + 1}`] : [],
      );
    });
    expect(long).toEqual([]);
  });
});

describe('names', () => {
  // A certificate has a common name: the standard says so.
  const standard = new Set(['commonName']);
  const banned = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'misc']);

  test('files are named in kebab-case; documents that everybody looks for, and Python, keep their own customs', () => {
    const custom = /(^|\/)(README|ARCHITECTURE|CHANGELOG|CONTRIBUTING|SECURITY)\.md$|^LICENSE$|\.py$/;
    const strange = files.filter(
      (path) =>
        !custom.test(path) &&
        !isRecorded(path) &&
        path.split('/').some((part) => !/^\.?[a-z0-9]+([-.][a-z0-9]+)*$/.test(part)),
    );
    expect(strange).toEqual([]);
  });

  test('no file and nothing declared is named after nothing in particular', () => {
    const vagueFiles = code.filter((path) => path.split(/[/.-]/).some((word) => banned.has(word)));
    const vagueNames = eachSource((path, source) =>
      wordsDeclaredIn(source).flatMap(({ name, words }) =>
        !standard.has(name) && words.some((word) => banned.has(word)) ? [`${path}: ${name}`] : [],
      ),
    );
    expect([...vagueFiles, ...vagueNames]).toEqual([]);
  });

  test('only configuration files of tools have a default export', () => {
    const tools = /^[^/]+\.mjs$|^test\/support\/global-(setup|teardown)\.ts$/;
    expect(eachSource((path, source) => (!tools.test(path) && hasDefaultExport(source) ? [path] : []))).toEqual([]);
  });
});

describe('openings and endings', () => {
  test('a source file opens with a line that says what it is for', () => {
    const silent = files
      .filter((path) => isCode(path) || path.endsWith('.sql'))
      .filter((path) => !/^(#!.*\n)?(\/\/|--) \S.{8,}/.test(textOf(path)));
    expect(silent).toEqual([]);
  });

  test('nothing is left to be done later', () => {
    const later = new RegExp(
      `\\b(${['TO', 'FIX'].map((word) => `${word}${word === 'TO' ? 'DO' : 'ME'}`).join('|')})\\b`,
    );
    const texts = files.filter((path) => /\.(ts|mjs|sql|yaml|md|py|json)$/.test(path) && path !== 'package-lock.json');
    expect(texts.filter((path) => later.test(textOf(path)))).toEqual([]);
  });

  test('no file names a folder of one machine', () => {
    const personal = new RegExp(
      `(?<![\\w.$}])/(${['root', 'work', 'home/[a-z]', 'Users/[A-Za-z]'].join('|')})(?![\\w-])`,
    );
    const texts = files.filter(
      (path) => /\.(ts|mjs|sql|yaml|md|py|json|run)$/.test(path) && path !== 'package-lock.json',
    );
    const found = texts.flatMap((path) =>
      linesOf(path).flatMap((line, index) => (personal.test(line) ? [`${path}:${index + 1}`] : [])),
    );
    expect(found).toEqual([]);
  });
});

describe('what belongs together', () => {
  const tests = files.filter((path) => path.startsWith('test/') && /\.ts$/.test(path));

  test('every signal, update and query of a workflow is used in a test', () => {
    const messages = code
      .filter((path) => path.startsWith('workflows/messages/'))
      .flatMap((path) =>
        [...textOf(path).matchAll(/define(?:Signal|Update|Query)[^('"]*\(\s*'(\w+)'/g)].map(([, name]) => name),
      );
    const written = tests.map(textOf).join('\n');
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter((name) => !new RegExp(`\\b${name}\\b`).test(written))).toEqual([]);
  });

  test('every migration has its notes', () => {
    const migrations = files
      .map((path) => /^db\/migrations\/(\d{4}-[^/.]+)\.ts$/.exec(path)?.[1])
      .filter((name) => name !== undefined);
    expect(migrations.length).toBeGreaterThan(0);
    expect(migrations.filter((name) => !files.includes(`db/migrations/${name}/notes.md`))).toEqual([]);
  });

  test('every test file tests something', () => {
    const empty = tests.filter((path) => path.endsWith('.test.ts') && !/\bexpect\b|assert\b/.test(textOf(path)));
    expect(empty).toEqual([]);
  });

  test('no test is skipped or alone', () => {
    const skipping = /\b(?:test|describe|it)\.(?:skip|only|todo|failing)\b|\b(?:xit|xtest|fit|fdescribe|xdescribe)\(/;
    expect(tests.filter((path) => basename(path) !== 'tidy.test.ts' && skipping.test(textOf(path)))).toEqual([]);
  });
});

describe('documents', () => {
  const documents = files.filter((path) => path.endsWith('.md'));
  const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

  test('every verb that a document or a usage names exists, and sets itself up first', () => {
    const verbs = [...documents, ...code].flatMap((path) =>
      [...textOf(path).matchAll(/npm (?:run (?:--silent )?([a-z][\w-]*(?::[a-z][\w-]*)*)|(start|test)\b)/g)].map(
        ([, run, short]) => run ?? short ?? '',
      ),
    );
    const missing = [...new Set(verbs)].filter(
      (verb) => scripts[verb] === undefined || scripts[`pre${verb}`] === undefined,
    );
    expect(missing).toEqual([]);
  });

  test('every file that a document links to exists', () => {
    const broken = documents.flatMap((path) =>
      [...textOf(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target]) => join(path, '..', target ?? ''))
        .filter((target) => !existsSync(join(PROJECT_FOLDER, target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('every feature of docs/features.md lives in files and is shown by tests that exist', () => {
    const rows = linesOf('docs/features.md').filter((line) => /^\| F\d{3}/.test(line));
    const pathsIn = (cell: string): string[] =>
      [...cell.matchAll(/`([^`]+\/[^`]*|[\w.-]+\.\w+)`/g)].map(([, path]) => path ?? '');
    const wrong = rows.flatMap((row) => {
      const [feature = '', , code = '', shown = ''] = row
        .split('|')
        .slice(1)
        .map((cell) => cell.trim());
      const missing = [...pathsIn(code), ...pathsIn(shown)].filter((path) => !existsSync(join(PROJECT_FOLDER, path)));
      const untested = pathsIn(shown).some((path) => path.startsWith('test/')) ? [] : ['no test'];
      return [...missing, ...untested, ...(pathsIn(code).length === 0 ? ['no file'] : [])].map(
        (what) => `${feature}: ${what}`,
      );
    });
    expect(rows.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});
