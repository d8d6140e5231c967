import { useEffect, useState } from 'react';
import type { TimeRange } from '../../../../shared/domain/time-range.ts';
import { request } from '../../../ipc/client.ts';
import { type EmptyFacts, type EmptyReason, explainEmpty } from './why-empty.ts';

const FACTS: EmptyFacts = {
  explain: (expr) => request('engine.explainExpr', expr),
  hasSeries: async (selector, range) => {
    const filter = { selectors: [selector], range, source: null };
    return (await request('engine.listLabelValues', { name: '__name__', filter })).length > 0;
  },
  listDown: async () => {
    const targets = await request('engine.listTargets', { source: null });
    return [...new Set(targets.filter(({ health }) => health === 'down').map((one) => one.endpointName))];
  },
};

/** Why queries have no series in a range, their variables filled in; null while that is being found out, or can't be. */
export function useEmptyReason(exprs: readonly string[], range: TimeRange): EmptyReason | null {
  const question = JSON.stringify([exprs, range]);
  const [answer, setAnswer] = useState<{ readonly question: string; readonly reason: EmptyReason } | null>(
    null,
  );
  useEffect(() => {
    let dropped = false;
    const [asked, within] = JSON.parse(question) as [string[], TimeRange];
    explainEmpty(asked, within, FACTS).then(
      (reason) => {
        if (!dropped) setAnswer({ question, reason });
      },
      // The panel says that it has no data all the same; a query that can't be asked is its error.
      () => undefined,
    );
    return () => {
      dropped = true;
    };
  }, [question]);
  return answer?.question === question ? answer.reason : null;
}
