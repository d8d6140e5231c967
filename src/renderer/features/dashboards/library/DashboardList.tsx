import { Button, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconFileImport, IconPlus, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { DashboardSummary } from '../../../../shared/domain/dashboard-library.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { useDropped } from '../../../state/drop-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { dashboardsStore } from '../dashboards-store.ts';
import { editStore, isChanged } from '../edit/edit-store.ts';
import { useLoaded } from '../use-loaded.ts';
import { DashboardsEmpty } from './DashboardsEmpty.tsx';
import { filterDashboards, tagCounts } from './filter-dashboards.ts';
import { ImportDialog } from './ImportDialog.tsx';
import classes from './Library.module.css';
import { createDashboard } from './new-dashboard.ts';

/** The dashboards of the open environment, by name and tag. */
export function DashboardList({ environmentId }: { readonly environmentId: string }) {
  const revision = useStore(dashboardsStore, (state) => state.revision);
  const { data, error } = useLoaded(`${environmentId}/${revision}`, () => request('dashboards.list'));
  const [dialog, setDialog] = useState<{ readonly file: File | null } | null>(null);
  useDropped('dashboard', ({ name, text }) => setDialog({ file: new File([text], name) }));
  if (data === null) {
    return error === null ? (
      <Skeleton height={148} radius="lg" role="status" aria-label="Loading the dashboards" />
    ) : (
      <Panel>
        <ErrorState title="The dashboards can’t be listed" message={error.message} />
      </Panel>
    );
  }
  const startImport = (): void => setDialog({ file: null });
  return (
    <div className={classes.page}>
      {data.length === 0 ? (
        <DashboardsEmpty onImport={startImport} onNew={() => createDashboard(environmentId)} />
      ) : (
        <Listed environmentId={environmentId} dashboards={data} onImport={startImport} />
      )}
      <ImportDialog environmentId={environmentId} request={dialog} onClose={() => setDialog(null)} />
    </div>
  );
}

interface ListedProps {
  readonly environmentId: string;
  readonly dashboards: readonly DashboardSummary[];
  readonly onImport: () => void;
}

function Listed({ environmentId, dashboards, onImport }: ListedProps) {
  const search = useStore(dashboardsStore, (state) => state.search);
  const tag = useStore(dashboardsStore, (state) => state.tag);
  const tags = useMemo(() => tagCounts(dashboards), [dashboards]);
  const found = useMemo(() => filterDashboards(dashboards, search, tag), [dashboards, search, tag]);
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          className={classes.search ?? ''}
          size="xs"
          placeholder="Search dashboards"
          aria-label="Search dashboards"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={(event) => dashboardsStore.setState({ search: event.currentTarget.value })}
          data-testid={testIds.dashboards.dashboardSearch}
        />
        <fieldset className={classes.tags} aria-label="Tags">
          {tags.map(([name, count]) => (
            <UnstyledButton
              key={name}
              className={classes.tagButton ?? ''}
              aria-pressed={tag === name}
              onClick={() => dashboardsStore.setState({ tag: tag === name ? null : name })}
            >
              <bdi>{name}</bdi> <span className={classes.count}>{count}</span>
            </UnstyledButton>
          ))}
        </fieldset>
        <Button
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => createDashboard(environmentId)}
          data-testid={testIds.dashboards.newDashboard}
        >
          New
        </Button>
        <Button
          leftSection={<IconFileImport size={15} aria-hidden />}
          onClick={onImport}
          data-testid={testIds.dashboards.importDashboard}
        >
          Import
        </Button>
      </div>
      {found.length === 0 ? (
        <Panel>
          <EmptyState
            icon={IconSearchOff}
            title="No dashboard matches"
            message="Words are looked for in titles, descriptions and tags; all of them must be there."
            actions={[
              {
                label: 'Clear the filter',
                onClick: () => dashboardsStore.setState({ search: '', tag: null }),
              },
            ]}
          />
        </Panel>
      ) : (
        <ul className={classes.list} aria-label="Dashboards">
          {found.map((dashboard) => (
            <DashboardCard key={dashboard.id} environmentId={environmentId} dashboard={dashboard} />
          ))}
        </ul>
      )}
    </>
  );
}

function describePanels({ panelCount, undrawnCount }: DashboardSummary): string {
  const panels = panelCount === 1 ? '1 panel' : `${panelCount} panels`;
  return undrawnCount === 0 ? panels : `${panels}, ${undrawnCount} not drawn`;
}

interface DashboardCardProps {
  readonly environmentId: string;
  readonly dashboard: DashboardSummary;
}

function DashboardCard({ environmentId, dashboard }: DashboardCardProps) {
  const { id, title, description, tags, problem } = dashboard;
  const isUnsaved = useStore(editStore, ({ drafts }) => isChanged(drafts[`${environmentId}/${id}`]));
  if (problem !== null) {
    return (
      <li className={classes.broken} role="alert" data-testid={testIds.dashboards.broken(id)}>
        <IconAlertTriangle size={16} aria-hidden />
        <bdi>{problem}</bdi>
      </li>
    );
  }
  return (
    <li>
      <UnstyledButton
        className={classes.card ?? ''}
        onClick={() => dashboardsStore.getState().openDashboard(environmentId, id)}
        data-testid={testIds.dashboards.card(id)}
      >
        <bdi className={classes.cardTitle}>{title}</bdi>
        <span className={classes.cardText}>
          {description === '' ? describePanels(dashboard) : <bdi>{description}</bdi>}
        </span>
        <span className={classes.cardTags}>
          {description !== '' && <span className={classes.count}>{describePanels(dashboard)}</span>}
          {isUnsaved && <span className={classes.unsaved}>changes not saved</span>}
          {tags.slice(0, 5).map((tag) => (
            <bdi key={tag} className={classes.tag}>
              {tag}
            </bdi>
          ))}
        </span>
      </UnstyledButton>
    </li>
  );
}
