import { parseDurationMs } from '../../shared/domain/duration.ts';
import type { RuleDraft, RulePlace, RuleProblem } from '../../shared/domain/rule-draft.ts';
import type { LabelPair } from '../../shared/domain/series.ts';
import type { RuleDefinition } from './definition.ts';
import { parseRuleFile } from './rule-file.ts';

/** The expression's own check: its text may say where in the expression it is wrong. */
export type DraftExprCheck = (expr: string) => Pick<RuleProblem, 'message' | 'start' | 'end'> | null;

/** The lines of a file that has only this rule, each with the field that it comes from. */
function linesOf(rule: RuleDraft, { group }: RulePlace, intervalText: string): readonly LabelPair[] {
  const quote = (text: string): string => JSON.stringify(text);
  const pairs = (name: 'labels' | 'annotations'): readonly LabelPair[] =>
    rule[name].length === 0
      ? []
      : [
          [name, `      ${name}:`],
          ...rule[name].map(
            ([key, value]): LabelPair => [`${name}/${key}`, `        ${quote(key)}: ${quote(value)}`],
          ),
        ];
  const optional = (field: string, text: string): readonly LabelPair[] =>
    text.trim() === '' ? [] : [[field, `      ${field}: ${quote(text.trim())}`]];
  return [
    ['group', 'groups:'],
    ['group', `  - name: ${quote(group.trim())}`],
    ...(intervalText.trim() === ''
      ? []
      : [['interval', `    interval: ${quote(intervalText.trim())}`] as const]),
    ['name', '    rules:'],
    ['name', `    - ${rule.kind === 'alerting' ? 'alert' : 'record'}: ${quote(rule.name.trim())}`],
    ['expr', `      expr: ${quote(rule.expr)}`],
    ...optional('for', rule.forText),
    ...optional('keep_firing_for', rule.keepFiringForText),
    ...pairs('labels'),
    ...pairs('annotations'),
  ];
}

/** What keeps a draft from being a rule, by field; the same mistakes that loading its file would report. */
export function checkDraft(
  rule: RuleDraft,
  place: RulePlace,
  intervalText: string,
  checkExpr: DraftExprCheck,
): readonly RuleProblem[] {
  const problem = (field: string, message: string): RuleProblem => ({ field, message, start: -1, end: -1 });
  const problems: RuleProblem[] = [];
  if (rule.name.trim() === '') problems.push(problem('name', 'A rule needs a name.'));
  if (place.group.trim() === '') problems.push(problem('group', 'A rule needs a group.'));
  const inExpr = rule.expr.trim() === '' ? null : checkExpr(rule.expr);
  if (rule.expr.trim() === '') problems.push(problem('expr', 'A rule needs an expression.'));
  if (inExpr !== null) problems.push({ field: 'expr', ...inExpr });
  for (const field of ['labels', 'annotations'] as const) {
    const names = rule[field].map(([name]) => name);
    const repeated = names.find((name, i) => names.indexOf(name) < i);
    if (repeated !== undefined)
      return [...problems, problem(`${field}/${repeated}`, `"${repeated}" is given twice.`)];
  }
  // What is missing is told already: something stands in for it, so that the rest is checked too.
  const complete = { ...rule, name: rule.name.trim() || 'rule', expr: rule.expr.trim() || '1' };
  const lines = linesOf(complete, { ...place, group: place.group.trim() || 'group' }, intervalText);
  const text = lines.map(([, line]) => line).join('\n');
  const { errors } = parseRuleFile({ name: place.file, text }, () => null);
  return [
    ...problems,
    ...errors.map(({ line, message }) => {
      const field = lines[line - 1]?.[0] ?? 'name';
      // The field's own name is said by the field.
      return problem(field, message.replace(`${field}: `, ''));
    }),
  ];
}

/** The rule that a draft without problems is. Throws AppError `bad_data` for durations that can't be read. */
export function definitionOfDraft(rule: RuleDraft): RuleDefinition {
  const duration = (text: string): number => (text.trim() === '' ? 0 : parseDurationMs(text.trim()));
  const byName = (a: LabelPair, b: LabelPair): number => (a[0] < b[0] ? -1 : 1);
  return {
    kind: rule.kind,
    name: rule.name.trim(),
    expr: rule.expr.trim(),
    forMs: duration(rule.forText),
    keepFiringForMs: duration(rule.keepFiringForText),
    labels: rule.labels.toSorted(byName),
    annotations: rule.annotations.toSorted(byName),
  };
}
