import { AppShell } from '@mantine/core';
import { Suspense, useEffect } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { CredentialDialog } from '../features/settings/credentials/CredentialDialog.tsx';
import { useEngine } from '../state/engine-store.ts';
import { useEnvironment } from '../state/environment-store.ts';
import { useNavigation } from '../state/navigation-store.ts';
import { AboutDialog } from './about/AboutDialog.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { CredentialBanner } from './CredentialBanner.tsx';
import { WindowDrop } from './drop/WindowDrop.tsx';
import { EnvironmentFileBanner } from './EnvironmentFileBanner.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { EnvironmentBar, environmentBarHeight } from './environments/EnvironmentBar.tsx';
import { EnvironmentPicker } from './environments/EnvironmentPicker.tsx';
import { UnlockDialog } from './environments/UnlockDialog.tsx';
import { useEnvironmentKeys } from './environments/use-environment-keys.ts';
import { NavigationRail } from './NavigationRail.tsx';
import { NotesDialog } from './notes/NotesDialog.tsx';
import { PAGES } from './pages.ts';
import { ScrapingBanner } from './ScrapingBanner.tsx';
import classes from './Shell.module.css';
import { StatusBar } from './StatusBar.tsx';
import { StorageBanner } from './StorageBanner.tsx';
import { ShortcutsDialog } from './shortcuts/ShortcutsDialog.tsx';
import { useShortcuts } from './shortcuts/use-shortcuts.ts';
import { TopBar } from './TopBar.tsx';

const HEADER_HEIGHT = 52;

/** The window with an open environment: rail, top bar, page, status bar. */
export function Shell() {
  const page = useNavigation((state) => state.page);
  const environment = useEnvironment((state) => state.active);
  const started = useEngine((state) => state.status !== null);
  const entry = PAGES.find((candidate) => candidate.page === page) ?? PAGES[0];
  useShortcuts();
  useEnvironmentKeys();
  useEffect(() => {
    document.title = `${environment?.name ?? 'Sextant'} — ${entry?.title ?? ''}`;
  }, [environment, entry]);
  if (entry === undefined) return null;
  const PageComponent = entry.component;
  return (
    <AppShell
      header={{ height: HEADER_HEIGHT + environmentBarHeight(environment?.kind ?? 'development') }}
      navbar={{ width: { base: 56, md: 196 }, breakpoint: 0 }}
      footer={{ height: 28 }}
      padding={0}
      transitionDuration={0}
      data-app-state={started ? 'ready' : 'starting'}
    >
      <AppShell.Header className={classes.chrome ?? ''}>
        <EnvironmentBar />
        <TopBar title={entry.title} showTimeRange={entry.usesTimeRange} height={HEADER_HEIGHT} />
      </AppShell.Header>
      <AppShell.Navbar className={classes.chrome ?? ''}>
        <NavigationRail />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main ?? ''}>
        <StorageBanner />
        <EnvironmentFileBanner />
        <ScrapingBanner />
        <CredentialBanner />
        <div className={classes.page} data-testid={testIds.shell.page(entry.page)}>
          <ErrorBoundary key={`${environment?.id}/${entry.page}`}>
            <Suspense fallback={null}>
              <PageComponent />
            </Suspense>
          </ErrorBoundary>
        </div>
      </AppShell.Main>
      <AppShell.Footer className={classes.chrome ?? ''}>
        <StatusBar />
      </AppShell.Footer>
      <CommandPalette />
      <EnvironmentPicker />
      <CredentialDialog />
      <UnlockDialog />
      <ShortcutsDialog />
      <AboutDialog />
      <NotesDialog />
      <WindowDrop hasEnvironment />
    </AppShell>
  );
}
