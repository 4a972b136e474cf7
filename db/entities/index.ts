// The entities that the API's commands work with. Rows are projections without behaviour; hot paths use SQL instead.

export const entities = [] as const;
