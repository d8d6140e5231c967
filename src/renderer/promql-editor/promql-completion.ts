import type { CompletionContext } from '@codemirror/autocomplete';
import { type CompleteStrategy, newCompleteStrategy } from '@prometheus-io/codemirror-promql';
import { createPromqlClient } from './promql-client.ts';

/** Behind these an expression is complete, or the next word has not begun. */
const NOTHING_BEGUN = /[)\]}\s]/;

/**
 * Completion of metrics, labels, values, functions and keywords. Operators are offered only when asked for: a list that
 * opens by itself behind a finished expression would take the Enter that runs it.
 */
export function createCompletion(getSource: () => string | null): CompleteStrategy {
  const strategy = newCompleteStrategy({ remote: createPromqlClient(getSource) });
  return {
    promQL: (context: CompletionContext) => {
      const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
      return !context.explicit && (before === '' || NOTHING_BEGUN.test(before))
        ? null
        : strategy.promQL(context);
    },
    destroy: () => strategy.destroy?.(),
  };
}
