import { LineCounter, parseDocument, stringify } from 'yaml';
import type { RelabelConfig } from '../../../shared/domain/relabel.ts';
import { AppError } from '../../../shared/errors.ts';
import { fileRelabelConfigsSchema, toFileRelabelConfig } from '../../../shared/ipc/scrape-schemas.ts';
import { compileRe2 } from '../../lib/re2-search.ts';

/** Steps as they were typed, or what is wrong with them and where. */
export type ReadSteps =
  | { readonly steps: readonly RelabelConfig[]; readonly error: null }
  | { readonly steps: null; readonly error: string };

function isCompilable(regex: string): boolean {
  try {
    compileRe2(`^(?s:${regex})$`, '');
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** Reads relabelling steps as Prometheus' configuration writes them: a YAML list, or one under its key. */
export function readRelabelSteps(text: string): ReadSteps {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const fault = (offset: number | undefined, message: string): ReadSteps => ({
    steps: null,
    error: offset === undefined ? message : `Line ${lines.linePos(offset).line}: ${message}`,
  });
  const [syntax] = document.errors;
  if (syntax !== undefined)
    return fault(syntax.pos[0], (syntax.message.split('\n')[0] ?? '').replace(/ at line .*$/, ''));
  if (document.contents === null) return { steps: [], error: null };
  const root: unknown = document.toJS({ maxAliasCount: 100 });
  const key = ['relabel_configs', 'metric_relabel_configs'].find((name) => document.has?.(name));
  const list = key === undefined ? root : (root as Record<string, unknown>)[key];
  const offsetOf = (path: readonly PropertyKey[]): number | undefined => {
    const full = key === undefined ? path : [key, ...path];
    for (let length = full.length; length > 0; length--) {
      const node = document.getIn(full.slice(0, length), true) as { range?: readonly number[] } | undefined;
      if (node?.range !== undefined) return node.range[0];
    }
    return undefined;
  };
  const parsed = fileRelabelConfigsSchema.safeParse(list);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fault(offsetOf(issue?.path ?? []), issue?.message ?? 'it is not valid');
  }
  const wrong = parsed.data.findIndex(({ regex }) => !isCompilable(regex));
  if (wrong >= 0) return fault(offsetOf([wrong, 'regex']), 'the regular expression is not one of RE2');
  return { steps: parsed.data, error: null };
}

/** Steps as Prometheus' configuration writes them, '' for none. */
export function formatRelabelSteps(steps: readonly RelabelConfig[]): string {
  return steps.length === 0 ? '' : stringify(steps.map(toFileRelabelConfig), { lineWidth: 0 });
}
