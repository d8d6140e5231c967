import { IconSearchOff } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AppInfo } from '../../../shared/domain/settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useEnvironmentFile } from '../../state/environment-file-store.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { useNavigation } from '../../state/navigation-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import { AboutSettings } from './AboutSettings.tsx';
import { CredentialsPanel } from './credentials/CredentialsPanel.tsx';
import { EnvironmentOrder } from './EnvironmentOrder.tsx';
import { EnvironmentSettings } from './EnvironmentSettings.tsx';
import { EnvironmentFilePanel } from './environment-file/EnvironmentFilePanel.tsx';
import { GeneralSettings } from './GeneralSettings.tsx';
import { HttpApiSettings } from './HttpApiSettings.tsx';
import { HistoryTransfer } from './history/HistoryTransfer.tsx';
import classes from './layout/SettingsLayout.module.css';
import { SettingsNav } from './layout/SettingsNav.tsx';
import { SettingsSearch } from './layout/SettingsSearch.tsx';
import { SettingsSearchContext, wordsOf } from './layout/settings-search.ts';
import { showSection } from './layout/show-section.ts';
import { useShownSections } from './layout/use-shown-sections.ts';
import { NotificationSettings } from './NotificationSettings.tsx';
import { StorageSettings } from './StorageSettings.tsx';
import { WarmSettings } from './WarmSettings.tsx';

/** Settings of the app and of the open environment, with a search over all of them. */
export function SettingsPage() {
  const environment = useEnvironment((state) => state.active);
  const [query, setQuery] = useState('');
  const search = useMemo(() => ({ words: wordsOf(query), isWhole: false }), [query]);
  const sections = useRef<HTMLDivElement>(null);
  const { present, current, show } = useShownSections(sections);
  useFocusedPanel();
  return (
    <div className={classes.layout}>
      <div className={classes.columns}>
        <div className={classes.side}>
          <SettingsSearch query={query} onQuery={setQuery} />
          <SettingsNav
            present={present}
            current={current}
            environmentName={environment?.name ?? ''}
            onShow={show}
          />
        </div>
        <SettingsSearchContext value={search}>
          <div ref={sections} className={classes.sections}>
            <AllSections hasEnvironment={environment !== null} />
            {query !== '' && present.size === 0 && (
              <EmptyState
                icon={IconSearchOff}
                title={`No setting fits “${query}”`}
                message="Labels and descriptions are searched. Options of an endpoint are in its form on the Targets page."
                actions={[{ label: 'Show all settings', onClick: () => setQuery('') }]}
                testId={testIds.settings.nothingFound}
              />
            )}
          </div>
        </SettingsSearchContext>
      </div>
    </div>
  );
}

function AllSections({ hasEnvironment }: { readonly hasEnvironment: boolean }) {
  const hasSeveral = useEnvironment((state) => state.environments.length > 1);
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => {
    request('app.getInfo').then(setInfo, reportFailure('Facts about the app could not be read'));
  }, []);
  return (
    <>
      <GeneralSettings />
      <WarmSettings />
      {hasSeveral && <EnvironmentOrder />}
      {info !== null && <StorageSettings info={info} />}
      {info !== null && <AboutSettings info={info} />}
      <EnvironmentSettings />
      <CredentialsPanel />
      <NotificationSettings />
      <EnvironmentFilePanel />
      <HttpApiSettings />
      {hasEnvironment && <HistoryTransfer />}
    </>
  );
}

/** Brings the panel that another page pointed to into view. */
function useFocusedPanel(): void {
  const focus = useNavigation((state) => state.focus);
  const isLoaded = useEnvironmentFile((state) => state.file !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: panels come once their data is there
  useEffect(() => {
    if (focus === null) return;
    showSection(document.querySelector(`[data-testid="${CSS.escape(focus)}"]`));
  }, [focus, isLoaded]);
}
