import { Badge, Button, Group, Skeleton, Stack, UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { diffDashboards } from '../../../../shared/dashboards/diff/diff-dashboards.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import type { DashboardVersion } from '../../../../shared/domain/dashboard-library.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatDateTime } from '../../../lib/format-time.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { useLoaded } from '../use-loaded.ts';
import { ChangeList } from './ChangeList.tsx';
import classes from './Edit.module.css';

interface VersionsViewProps {
  readonly id: string;
  readonly present: Dashboard;
  /** Takes a version over into the draft. */
  readonly onRestore: (dashboard: Dashboard) => void;
}

function describe({ message }: DashboardVersion, isOldest: boolean): string {
  if (message !== '') return message;
  return isOldest ? 'As it was first' : 'Changed';
}

/** The saved states of a dashboard: what each differs in from the present one, and the way back to it. */
export function VersionsView({ id, present, onRestore }: VersionsViewProps) {
  const utc = useSettings((state) => state.settings.utc);
  const versions = useLoaded(id, () => request('dashboards.listVersions', { id }));
  const [chosen, setChosen] = useState<string | null>(null);
  if (versions.error !== null) {
    return <ErrorState title="The versions can’t be listed" message={versions.error.message} />;
  }
  if (versions.data === null)
    return <Skeleton height={120} role="status" aria-label="Loading the versions" />;
  const list = versions.data;
  if (list.length === 0) {
    return (
      <p className={classes.none}>No version yet. Each time that the dashboard is saved, one is kept.</p>
    );
  }
  return (
    <Stack gap="md">
      <ul className={classes.versions} aria-label="Versions">
        {list.map((version, i) => (
          <li
            key={version.name}
            data-chosen={version.name === chosen || undefined}
            data-testid={testIds.dashboards.version}
          >
            <UnstyledButton
              className={classes.versionText ?? ''}
              aria-pressed={version.name === chosen}
              onClick={() => setChosen(version.name)}
              mih={28}
            >
              <bdi>{describe(version, i === list.length - 1)}</bdi>
            </UnstyledButton>
            {version.current && (
              <Badge size="sm" variant="light">
                Saved now
              </Badge>
            )}
            <span className={classes.versionTime}>{formatDateTime(version.savedAtMs, utc)}</span>
          </li>
        ))}
      </ul>
      {chosen === null ? (
        <p className={classes.none}>Choose a version to see what it differs in.</p>
      ) : (
        <Compared key={chosen} id={id} name={chosen} present={present} onRestore={onRestore} />
      )}
    </Stack>
  );
}

interface ComparedProps extends VersionsViewProps {
  readonly name: string;
}

function Compared({ id, name, present, onRestore }: ComparedProps) {
  const { data, error } = useLoaded(name, () => request('dashboards.getVersion', { id, name }));
  const changes = useMemo(
    () => (data === null ? [] : diffDashboards(present, data.dashboard)),
    [data, present],
  );
  if (error !== null) return <ErrorState title="The version can’t be read" message={error.message} />;
  if (data === null) return <Skeleton height={60} role="status" aria-label="Loading the version" />;
  return (
    <>
      <p className={classes.none}>What would change if it was taken back:</p>
      <ChangeList changes={changes} />
      <Group justify="flex-end">
        <Button
          disabled={changes.length === 0}
          onClick={() => onRestore(data.dashboard)}
          data-testid={testIds.dashboards.versionRestore}
        >
          Restore
        </Button>
      </Group>
    </>
  );
}
