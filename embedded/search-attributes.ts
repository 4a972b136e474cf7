// The search attributes a Temporal namespace must know before a workflow of ours runs. The only list of them.

export const SEARCH_ATTRIBUTES = {
  CompanyId: 'Keyword',
  CaseType: 'Keyword',
  Phase: 'Keyword',
  LotIds: 'KeywordList',
  VehicleId: 'Keyword',
  AmountDueFen: 'Int',
} as const satisfies Readonly<Record<string, 'Keyword' | 'KeywordList' | 'Int' | 'Datetime' | 'Bool'>>;

/** `name=Type`, as the Temporal command line takes them. */
export const searchAttributeList: readonly string[] = Object.entries(SEARCH_ATTRIBUTES).map(
  ([name, type]) => `${name}=${type}`,
);
