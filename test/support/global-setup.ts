// Jest calls this once before all tests: one set of servers for the whole run, named to the tests by the environment.
import { environmentFromFile } from './environment.ts';
import { startTestServers, type TestServers } from './test-servers.ts';

declare global {
  var testServers: TestServers | undefined;
}

interface JestConfiguration {
  readonly testPathPatterns?: { readonly patterns?: readonly string[] };
}

/** Tests of pure logic, asked for by path, start at once. */
const needsServers = (configuration: JestConfiguration): boolean => {
  const patterns = configuration.testPathPatterns?.patterns ?? [];
  return patterns.length === 0 || !patterns.every((pattern) => /\btest\/(domain|openapi|docs|bench)\b/.test(pattern));
};

const setUp = async (configuration: JestConfiguration): Promise<void> => {
  if (!needsServers(configuration)) return;
  const running = environmentFromFile();
  if (Object.keys(running).length > 0) {
    Object.assign(process.env, running);
    return;
  }
  globalThis.testServers = await startTestServers((sentence) => process.stderr.write(`test servers: ${sentence}\n`));
  Object.assign(process.env, globalThis.testServers.env);
};

export { setUp as default };
