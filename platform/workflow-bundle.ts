// The workflow bundle, built once per release: kept under a hash of its sources and of the SDK's version.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

export interface BundleOptions {
  /** The file that exports the workflows. */
  readonly workflowsPath: string;
  /** Folders whose files make the bundle what it is. */
  readonly sourceFolders: readonly string[];
  readonly cacheFolder: string;
}

const hashOf = async (folders: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  const sdk = createRequire(import.meta.url)('@temporalio/workflow/package.json') as { version: string };
  hash.update(sdk.version);
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true });
    for (const name of names.filter((file) => file.endsWith('.ts')).sort()) {
      hash.update(name).update(await readFile(join(folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 24);
};

/** The path of the bundle's code; builds it when no process of this release has built it before. */
export const workflowBundle = async (options: BundleOptions): Promise<{ codePath: string }> => {
  const codePath = join(options.cacheFolder, `workflows-${await hashOf(options.sourceFolders)}.js`);
  if (existsSync(codePath)) return { codePath };
  const { code } = await bundleWorkflowCode({
    workflowsPath: options.workflowsPath,
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    },
  });
  await mkdir(options.cacheFolder, { recursive: true });
  // Written aside and renamed: two processes that start at once never read half a bundle.
  const aside = `${codePath}.${process.pid}`;
  await writeFile(aside, code);
  await rename(aside, codePath);
  return { codePath };
};
