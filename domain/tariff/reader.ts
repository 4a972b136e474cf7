// Reads untrusted JSON member by member and collects every problem with its JSON pointer (RFC 6901).

export type ProblemCode =
  | 'cap-below-unit'
  | 'exit-before-entry'
  | 'fee-may-fall'
  | 'fraction'
  | 'gap'
  | 'missing'
  | 'missing-day-type'
  | 'negative'
  | 'stay-too-long'
  | 'unknown-member'
  | 'wrong-type'
  | 'out-of-range'
  | 'bad-format'
  | 'duplicate'
  | 'overlap'
  | 'unreachable'
  | 'unknown-reference'
  | 'unknown-zone'
  | 'unsupported-version';

export interface TariffProblem {
  readonly pointer: string;
  readonly code: ProblemCode;
  readonly message: string;
}

/** Notes a problem at a pointer within what is being checked. */
export type Report = (pointer: string, code: ProblemCode, message: string) => void;

export interface JsonNode {
  readonly value: unknown;
  readonly pointer: string;
  readonly problems: TariffProblem[];
}

export const rootNode = (value: unknown): JsonNode => ({ value, pointer: '', problems: [] });

/** Notes a problem and stands for the value that could not be read. */
export const problem = (node: JsonNode, code: ProblemCode, message: string): undefined => {
  node.problems.push({ pointer: node.pointer, code, message });
  return undefined;
};

const child = (node: JsonNode, key: string | number, value: unknown): JsonNode => ({
  value,
  pointer: `${node.pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`,
  problems: node.problems,
});

export type Members<Key extends string> = Readonly<Partial<Record<Key, JsonNode>>>;

/** The members of an object that may have the optional and must have the required ones, and no others. */
export const objectOf = <Required extends string, Optional extends string = never>(
  node: JsonNode,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): (Readonly<Record<Required, JsonNode>> & Members<Optional>) | undefined => {
  const entries = entriesOf(node);
  if (entries === undefined) return undefined;
  const allowed: readonly string[] = [...required, ...optional];
  for (const [key, member] of entries) {
    if (!allowed.includes(key)) problem(member, 'unknown-member', `is none of ${allowed.join(', ')}`);
  }
  const members = Object.fromEntries(entries);
  const missing = required.filter((key) => members[key] === undefined);
  for (const key of missing) problem(child(node, key, undefined), 'missing', 'is missing');
  return missing.length > 0 ? undefined : (members as Record<Required, JsonNode> & Members<Optional>);
};

/** The members of an object whose keys are data. */
export const entriesOf = (node: JsonNode): [string, JsonNode][] | undefined => {
  const { value } = node;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return problem(node, 'wrong-type', 'must be an object');
  }
  return Object.entries(value).map(([key, member]) => [key, child(node, key, member)]);
};

export const itemsOf = (node: JsonNode, minimum: number, maximum = 10_000): JsonNode[] | undefined => {
  if (!Array.isArray(node.value)) return problem(node, 'wrong-type', 'must be an array');
  if (node.value.length < minimum || node.value.length > maximum) {
    return problem(node, 'out-of-range', `must have ${minimum} to ${maximum} items, not ${node.value.length}`);
  }
  return node.value.map((item, index) => child(node, index, item));
};

export const textOf = (node: JsonNode, expression: RegExp, meaning: string): string | undefined => {
  if (typeof node.value !== 'string') return problem(node, 'wrong-type', `must be a string: ${meaning}`);
  return expression.test(node.value) ? node.value : problem(node, 'bad-format', `must be ${meaning}`);
};

export const integerOf = (node: JsonNode, minimum: number, maximum: number): number | undefined => {
  const { value } = node;
  if (typeof value !== 'number') return problem(node, 'wrong-type', 'must be a whole number');
  if (!Number.isInteger(value)) return problem(node, 'fraction', `must be a whole number, not ${value}`);
  if (value < 0 && minimum >= 0) return problem(node, 'negative', `must not be negative, but is ${value}`);
  if (value < minimum || value > maximum) {
    return problem(node, 'out-of-range', `must be ${minimum} to ${maximum}, not ${value}`);
  }
  return value;
};

export const flagOf = (node: JsonNode): boolean | undefined =>
  typeof node.value === 'boolean' ? node.value : problem(node, 'wrong-type', 'must be true or false');

export const oneOf = <T extends string>(node: JsonNode, values: readonly T[]): T | undefined =>
  values.find((value) => value === node.value) ?? problem(node, 'bad-format', `must be one of ${values.join(', ')}`);

/** Reads the items of an array; undefined when one of them cannot be read, after noting the problems of all. */
export const listOf = <T>(items: readonly JsonNode[], read: (item: JsonNode) => T | undefined): T[] | undefined => {
  const values: T[] = [];
  for (const item of items) {
    const value = read(item);
    if (value !== undefined) values.push(value);
  }
  return values.length === items.length ? values : undefined;
};

/** Reads a member that may be left out; the value that stands for it then. */
export const orElse = <T>(
  node: JsonNode | undefined,
  read: (node: JsonNode) => T | undefined,
  absent: T,
): T | undefined => (node === undefined ? absent : read(node));

/** Notes a problem of a part below the node, when no node for the part is at hand. */
export const problemBelow = (node: JsonNode, pointer: string, code: ProblemCode, message: string): void => {
  node.problems.push({ pointer: `${node.pointer}${pointer}`, code, message });
};

/** The value, or all problems that were noted on the way to it. */
export const resultOf = <T>(node: JsonNode, value: T | undefined): T | TariffProblem[] => {
  if (node.problems.length > 0) return node.problems;
  if (value === undefined) throw new Error('a value could not be read and no problem says why');
  return value;
};

export const describeProblem = ({ pointer, code, message }: TariffProblem): string =>
  `${pointer || '(document)'}: ${message} (${code})`;
