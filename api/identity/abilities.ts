// What a role allows: CASL rules from the database. Everybody may read and change what is his own (`Self`).
import { createMongoAbility, type MongoAbility } from '@casl/ability';
import { type Rule } from '../handler.ts';

const own: readonly Rule[] = [{ action: 'manage', subject: 'Self' }];

/** Later rules win, as in CASL; `manage` is any action, `all` any subject. */
export const abilityOf = (rules: readonly Rule[]): MongoAbility => createMongoAbility([...own, ...rules]);
