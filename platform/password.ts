// Passwords: argon2id, one hash a password. Nothing in the platform can show a password again.
import argon2 from 'argon2';

/** OWASP's second recommendation: 19 MiB, two passes, one lane; about 30 ms on one core. */
const options = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => argon2.hash(password, options);

/** The hash of nothing anybody knows: checking against it takes as long as checking a real one. */
let decoy: Promise<string> | undefined;

/** False for a wrong password and, after the same time, for an account that does not exist. */
export const verifyPassword = async (hash: string | null | undefined, password: string): Promise<boolean> => {
  decoy ??= hashPassword(`decoy ${Math.random()}`);
  const matches = await argon2.verify(hash ?? (await decoy), password);
  return matches && hash !== null && hash !== undefined;
};
