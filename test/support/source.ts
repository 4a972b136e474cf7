// Reads source files with the compiler's own parser: how long functions are, what is declared, what is exported.
import ts from 'typescript';

export interface FoundFunction {
  readonly name: string;
  /** Of its first line. */
  readonly line: number;
  readonly lines: number;
  /** Without those of the functions of several lines inside it. */
  readonly ownLines: number;
}

const nameOf = (node: ts.Node): string => {
  const named = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) ? node.name : undefined;
  if (named !== undefined) return named.getText();
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.name.getText();
  }
  return 'a function';
};

/** The body of a `describe` is a list of tests, not a function that somebody has to understand as one. */
const isGroupOfTests = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());

const isFunction = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isAccessor(node);

const everyNode = (root: ts.Node): ts.Node[] => {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
};

export const functionsOf = (source: ts.SourceFile): FoundFunction[] => {
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const linesOf = (node: ts.Node): number => lineAt(node.getEnd()) - lineAt(node.getStart()) + 1;
  /** The outermost functions inside the node. */
  const inside = (node: ts.Node): ts.Node[] => {
    const found: ts.Node[] = [];
    ts.forEachChild(node, (child) => void found.push(...(isFunction(child) ? [child] : inside(child))));
    return found;
  };
  return everyNode(source)
    .filter((node) => isFunction(node) && !isGroupOfTests(node))
    .map((node) => {
      const innerLines = inside(node).reduce((sum, inner) => sum + linesOf(inner) - 1, 0);
      const lines = linesOf(node);
      return { name: nameOf(node), line: lineAt(node.getStart()), lines, ownLines: lines - innerLines };
    });
};

/** The lines of templates that are statements of SQL. */
export const linesOfSql = (source: ts.SourceFile): ReadonlySet<number> => {
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const lines = new Set<number>();
  for (const node of everyNode(source)) {
    if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 'sql') continue;
    for (let line = lineAt(node.getStart()); line <= lineAt(node.getEnd()); line += 1) lines.add(line);
  }
  return lines;
};

const isDeclaration = (node: ts.Node): node is ts.NamedDeclaration & { readonly name: ts.Identifier } =>
  (ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)) &&
  node.name !== undefined &&
  ts.isIdentifier(node.name);

/** Names of what the file itself declares, with their words in lower case. */
export const wordsDeclaredIn = (
  source: ts.SourceFile,
): { readonly name: string; readonly words: readonly string[] }[] =>
  everyNode(source)
    .filter(isDeclaration)
    .map(({ name: { text } }) => ({
      name: text,
      words: text
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    }));

export const hasDefaultExport = (source: ts.SourceFile): boolean =>
  source.statements.some(
    (statement) =>
      ts.isExportAssignment(statement) ||
      (ts.isExportDeclaration(statement) && /\bdefault\b/.test(statement.exportClause?.getText() ?? '')) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true),
  );
