import { useMemo } from 'react';
import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { TimeRange } from '../../../../shared/domain/time-range.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { navigationStore } from '../../../state/navigation-store.ts';
import { useShownRange } from '../../../state/range-query.ts';
import { timeRangeStore, useResetZoom } from '../../../state/time-range-store.ts';
import { activeTargets } from '../query/plan-queries.ts';
import { panelRange } from '../query/shift-range.ts';
import { useEmptyReason } from '../query/use-empty-reason.ts';
import { type EmptyReason, emptyVariables } from '../query/why-empty.ts';
import classes from './NoData.module.css';
import { ExploreRemedy, PanelRemedies, Remedy } from './PanelRemedies.tsx';

interface NoDataProps {
  readonly panel: DataPanel;
  readonly variables: FilledVariables;
  /** The queries as they were asked. */
  readonly exprs: readonly string[];
  /** CSS pixels. */
  readonly height: number;
  /** Opens the panel's editor; null where it is open. */
  readonly onEdit: (() => void) | null;
}

/** Below these heights there is room for less, CSS pixels. */
const LEAST_HEIGHT_WITH_BUTTONS = 104;
const LEAST_HEIGHT_WITH_REASON = 56;
/** From here on a longer reason fits, in a narrow panel too. */
const ROOMY_HEIGHT = 170;

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function sentence(reason: EmptyReason): string {
  switch (reason.kind) {
    case 'variable':
      return `No value for ${reason.names.map((name) => `$${name}`).join(', ')}, which its query asks for.`;
    case 'metric':
      return reason.down.length === 0
        ? `No endpoint of this environment exposes ${reason.name}.`
        : `No endpoint has exposed ${reason.name} so far; ${list(reason.down)} can’t be reached.`;
    case 'down':
      return `No samples in this range: ${list(reason.names)} can’t be reached.`;
    case 'range':
      return 'There are samples, though none in this time range.';
    case 'labels':
      return `No series fits ${reason.selector}.`;
    case 'result':
      return 'The query’s series exist, but nothing is left of what it calculates from them.';
  }
}

function rangeName({ from }: TimeRange): string {
  return typeof from === 'string'
    ? `Last ${from.replace('now-', '').replace(/(\D)$/, ' $1')}`
    : 'All history';
}

/** Stands in place of a panel without data: why there is none, and what can be done about it. */
export function NoData({ panel, variables, exprs, height, onEdit }: NoDataProps) {
  const shown = useShownRange(null);
  const range = useMemo(() => panelRange(panel.timeFrom, panel.timeShift, shown) ?? shown, [panel, shown]);
  const without = emptyVariables(
    activeTargets(panel).map(({ expr }) => expr),
    variables,
  );
  const found = useEmptyReason(exprs, range);
  const reason: EmptyReason | null = without.length > 0 ? { kind: 'variable', names: without } : found;
  const resetZoom = useResetZoom();
  const text = reason === null ? '' : sentence(reason);
  const hasButtons = height >= LEAST_HEIGHT_WITH_BUTTONS;
  return (
    <div
      className={classes.empty}
      title={text}
      data-roomy={height >= ROOMY_HEIGHT || undefined}
      data-testid={testIds.dashboards.panelEmpty}
    >
      <p className={classes.title}>No data</p>
      {height >= LEAST_HEIGHT_WITH_REASON && (
        <p className={classes.reason}>
          <bdi>{text}</bdi>
        </p>
      )}
      {hasButtons && reason !== null && (
        <PanelRemedies onEdit={onEdit}>
          <MainRemedy reason={reason} resetZoom={resetZoom} exprs={exprs} />
        </PanelRemedies>
      )}
    </div>
  );
}

interface MainRemedyProps {
  readonly reason: EmptyReason;
  readonly resetZoom: (() => void) | null;
  readonly exprs: readonly string[];
}

/** What most likely mends it. */
function MainRemedy({ reason, resetZoom, exprs }: MainRemedyProps) {
  if (reason.kind === 'range') {
    return (
      <Remedy
        label={resetZoom === null ? rangeName(reason.wider) : 'Reset zoom'}
        onClick={resetZoom ?? (() => timeRangeStore.getState().setRange(reason.wider))}
        testId={testIds.dashboards.emptyWiden}
      />
    );
  }
  if (reason.kind === 'down' || (reason.kind === 'metric' && reason.down.length > 0)) {
    return (
      <Remedy
        label="Open Targets"
        onClick={() => navigationStore.getState().open('targets')}
        testId={testIds.dashboards.emptyTargets}
      />
    );
  }
  return <ExploreRemedy exprs={exprs} />;
}
