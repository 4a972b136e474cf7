// Wallets of owners: the SQL files of the folder beside it, in the order of their numbers. See its notes.md.
import { readdirSync, readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';

const folder = new URL('./0004-wallet/', import.meta.url);

export class Wallet extends Migration {
  override up(): void {
    const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    for (const name of files.sort()) this.addSql(readFileSync(new URL(name, folder), 'utf8'));
  }
}
