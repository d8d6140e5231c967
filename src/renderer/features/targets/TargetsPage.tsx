import { Skeleton } from '@mantine/core';
import { IconFilterOff, IconServer2 } from '@tabler/icons-react';
import { useState } from 'react';
import type { Endpoint } from '../../../shared/domain/endpoint.ts';
import type { QueryServer } from '../../../shared/domain/server.ts';
import type { TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { useLiveData } from '../../state/live-data.ts';
import { navigationStore, useNavigation } from '../../state/navigation-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ShowMore, useBeginning } from '../../ui/ShowMore.tsx';
import { DroppedPage } from './page/DroppedPage.tsx';
import { ServerList } from './ServerList.tsx';
import { TargetCard } from './TargetCard.tsx';
import { TargetFilterBar } from './TargetFilterBar.tsx';
import { TargetSummary } from './TargetSummary.tsx';
import classes from './TargetsPage.module.css';
import { filterTargets, type TargetFilter } from './target-filter.ts';
import { type SecretStatus, useSecretStatus } from './use-secret-status.ts';

const NO_SERVERS: readonly QueryServer[] = [];
const NO_ENDPOINTS: readonly Endpoint[] = [];
const TARGETS_STEP = 50;
const NO_FILTER: TargetFilter = { state: 'all', text: '' };

/** Each target's health, last scrape and, when it failed, why and what to do. */
export function TargetsPage() {
  return (
    <>
      <Targets />
      <DroppedPage />
    </>
  );
}

function Targets() {
  const { data: targets, error } = useLiveData(() => request('engine.listTargets'), 'targets');
  const secrets = useSecretStatus();
  const servers = useEnvironment((state) => state.active?.servers) ?? NO_SERVERS;
  const [filter, setFilter] = useState(NO_FILTER);
  if (targets === null) {
    const waiting =
      error === null ? (
        <Skeleton height={148} radius="lg" />
      ) : (
        <ErrorState title="Targets could not be listed" message={error.message} />
      );
    return (
      <div className={classes.page}>
        <ServerList secrets={secrets} />
        {waiting}
      </div>
    );
  }
  if (targets.length === 0 && servers.length === 0) {
    return (
      <EmptyState
        icon={IconServer2}
        title="No targets yet"
        message="Add the address of a metrics page. Sextant scrapes it from then on and keeps its history here."
        actions={[
          {
            label: 'Add an endpoint',
            variant: 'filled',
            onClick: () => navigationStore.getState().openEndpointForm(),
          },
        ]}
        testId={testIds.targets.targetsEmpty}
      />
    );
  }
  const found = filterTargets(targets, filter);
  return (
    <div className={classes.page}>
      <ServerList secrets={secrets} />
      {targets.length > 0 && <TargetSummary targets={targets} />}
      {targets.length > 1 && <TargetFilterBar targets={targets} filter={filter} onChange={setFilter} />}
      {targets.length > 0 && found.length === 0 && (
        <EmptyState
          icon={IconFilterOff}
          title="No target fits the filter"
          message="Words are looked for in names, addresses, labels and failures; all of them must be there."
          actions={[{ label: 'Show all targets', onClick: () => setFilter(NO_FILTER) }]}
        />
      )}
      <TargetCards targets={found} secrets={secrets} servers={servers} />
    </div>
  );
}

interface TargetCardsProps {
  readonly targets: readonly TargetView[];
  readonly secrets: readonly SecretStatus[];
  readonly servers: readonly QueryServer[];
}

/** The targets in their order; a fleet has thousands, and those that need a look come first. */
function TargetCards({ targets, secrets, servers }: TargetCardsProps) {
  const nowMs = useEngine((state) => state.status?.nowMs ?? 0);
  const focus = useNavigation((state) => state.focus);
  const endpoints = useEnvironment((state) => state.active?.endpoints) ?? NO_ENDPOINTS;
  const focused = targets.findIndex(({ endpointId }) => endpointId === focus);
  const { shown, left, more } = useBeginning(targets, TARGETS_STEP, focused);
  return (
    <>
      <ul className={classes.list} aria-label="Targets">
        {shown.map((target) => (
          <TargetCard
            key={target.id}
            target={target}
            nowMs={nowMs}
            focused={focus === target.endpointId}
            limits={endpoints.find(({ id }) => id === target.endpointId)?.limits ?? null}
            isOwn={!servers.some(({ id }) => id === target.endpointId)}
            secrets={secrets.filter((secret) => secret.endpointId === target.endpointId)}
          />
        ))}
      </ul>
      <ShowMore
        left={left}
        step={TARGETS_STEP}
        noun="targets"
        onMore={more}
        testId={testIds.targets.moreTargets}
      />
    </>
  );
}
