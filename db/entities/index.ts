// The entities that the API's commands work with. Rows are projections without behaviour; hot paths use SQL instead.
import { type EntityClass, type EntitySchema } from '@mikro-orm/core';

export const entities: (EntitySchema | EntityClass<object>)[] = [];
