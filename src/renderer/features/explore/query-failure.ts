import { testIds } from '../../../shared/test-ids.ts';
import { focusEditor } from '../../promql-editor/focus-editor.ts';
import { exploreStore } from './explore-store.ts';
import type { ShownQuery } from './use-shown-queries.ts';

/** The next step after a failure: to the place in the expression that is wrong, else another try. */
export function nextStepOf({ query, answer }: Pick<ShownQuery, 'query' | 'answer'>): {
  readonly label: string;
  readonly onClick: () => void;
} {
  const start = answer.error?.details?.start;
  if (typeof start !== 'number') {
    return { label: 'Run again', onClick: () => exploreStore.getState().runExpr(query.id, query.draft) };
  }
  return {
    label: 'Go to the error',
    onClick: () =>
      focusEditor(document.querySelector(`[data-testid="${testIds.explore.query(query.id)}"]`), start),
  };
}
