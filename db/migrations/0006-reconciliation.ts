// Bills of the channels, what each of their lines means, exceptions, and closed days. See notes.md.
import { readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';

const file = new URL('./0006-reconciliation/1-reconciliation.sql', import.meta.url);

export class Reconciliation extends Migration {
  override up(): void {
    this.addSql(readFileSync(file, 'utf8'));
  }
}
