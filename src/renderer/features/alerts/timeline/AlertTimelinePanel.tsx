import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { useLiveData } from '../../../state/live-data.ts';
import { Panel } from '../../../ui/Panel.tsx';
import type { AlertFilter } from '../alert-filter.ts';
import { TimelineStrips } from './TimelineStrips.tsx';

/** When which alert was pending, firing and resolved, over the chosen time range. */
export function AlertTimelinePanel({ filter }: { readonly filter: AlertFilter }) {
  const { data, error } = useLiveData(
    () => request('alerts.getTimeline', filter),
    'alerts',
    JSON.stringify(filter),
  );
  return (
    <Panel
      title="Timeline"
      caption={data?.truncated === true ? 'the latest 200 alerts' : undefined}
      testId={testIds.alerts.alertTimeline}
    >
      {error !== null && <p role="alert">{error.message}</p>}
      {data !== null && <TimelineStrips timeline={data} />}
    </Panel>
  );
}
