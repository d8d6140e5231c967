import { Skeleton } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { request } from '../../ipc/client.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useLiveData } from '../../state/live-data.ts';
import { navigationStore, useNavigation } from '../../state/navigation-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TargetCard } from './TargetCard.tsx';
import { TargetSummary } from './TargetSummary.tsx';
import classes from './TargetsPage.module.css';
import { useSecretStatus } from './use-secret-status.ts';

/** Each target's health, last scrape and, when it failed, why and what to do. */
export function TargetsPage() {
  const { data: targets, error } = useLiveData(() => request('engine.listTargets'), 'targets');
  const nowMs = useEngine((state) => state.status?.nowMs ?? 0);
  const focus = useNavigation((state) => state.focus);
  const secrets = useSecretStatus();
  if (targets === null) {
    if (error !== null) return <ErrorState title="Targets could not be listed" message={error.message} />;
    return <Skeleton height={148} radius="lg" />;
  }
  if (targets.length === 0) {
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
        testId="targets-empty"
      />
    );
  }
  return (
    <div className={classes.page}>
      <TargetSummary targets={targets} />
      <ul className={classes.list} aria-label="Targets">
        {targets.map((target) => (
          <TargetCard
            key={target.id}
            target={target}
            nowMs={nowMs}
            focused={focus === target.endpointId}
            secrets={secrets.filter((secret) => secret.endpointId === target.endpointId)}
          />
        ))}
      </ul>
    </div>
  );
}
