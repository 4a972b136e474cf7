// Brings the database of MIGRATION_DATABASE_URL (or DATABASE_URL) to this version; the roles come with it.
import { migrate } from '../db/migrate.ts';

const url = process.env['MIGRATION_DATABASE_URL'] || process.env['DATABASE_URL'];
if (url === undefined || url === '') {
  process.stderr.write('Set MIGRATION_DATABASE_URL to the database owner (or DATABASE_URL), then run this again.\n');
  process.exit(2);
}
const { applied } = await migrate(url);
process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}.\n`);
