// Secrets of a development environment: made once, kept in one file that only its owner reads. Production brings its own.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEYS = ['HASH_KEY', 'DATA_KEY', 'CODEC_KEY', 'TOKEN_KEY', 'MQTT_BRIDGE_PASSWORD', 'MQTT_AUTH_TOKEN'] as const;

export type DevelopmentKeys = Readonly<Record<(typeof KEYS)[number], string>>;

const KEY_BYTES = 32;

const known = async (path: string): Promise<Partial<Record<string, string>>> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return {};
  }
  try {
    return JSON.parse(text) as Partial<Record<string, string>>;
  } catch {
    // Making new ones instead would leave everything encrypted with the old ones unreadable.
    throw new Error(`${path} is damaged. Restore it, or remove its folder to start with an empty environment.`);
  }
};

/** Reads `keys.json` in the folder, adding what is missing. A key that the environment sets is left out of the file. */
export const developmentKeys = async (
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DevelopmentKeys> => {
  const path = join(folder, 'keys.json');
  const kept = await known(path);
  const fresh = KEYS.filter((name) => !env[name] && !kept[name]);
  if (fresh.length > 0) {
    for (const name of fresh) kept[name] = randomBytes(KEY_BYTES).toString('base64');
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
    await chmod(`${path}.new`, 0o600);
    await rename(`${path}.new`, path);
  }
  return Object.fromEntries(KEYS.map((name) => [name, env[name] || kept[name]])) as unknown as DevelopmentKeys;
};
