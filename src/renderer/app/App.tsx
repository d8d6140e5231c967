import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { EndpointForm } from '../features/environments/EndpointForm.tsx';
import { useEnvironment } from '../state/environment-store.ts';
import { useSettings } from '../state/settings-store.ts';
import { useContrast } from './contrast.ts';
import { LinkDialog } from './deep-links/LinkDialog.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { ExpiryListener } from './ExpiryListener.tsx';
import { FirstRun } from './FirstRun.tsx';
import { Shell } from './Shell.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** The whole window. `nonce` is what the content security policy asks of style elements. */
export function App({ nonce }: { readonly nonce: string }) {
  const shade = useContrast(useSettings((state) => state.settings.colorScheme));
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={() => nonce}
      defaultColorScheme="dark"
      {...(shade === 'system' ? { defaultColorScheme: 'auto' as const } : { forceColorScheme: shade })}
    >
      <Notifications position="bottom-right" limit={4} />
      <ExpiryListener />
      <ErrorBoundary>
        <Content />
      </ErrorBoundary>
    </MantineProvider>
  );
}

function Content() {
  const loaded = useEnvironment((state) => state.loaded);
  const hasEnvironment = useEnvironment((state) => state.active !== null);
  if (!loaded) return <main data-app-state="loading" />;
  return (
    <>
      {hasEnvironment ? <Shell /> : <FirstRun />}
      <EndpointForm />
      <LinkDialog />
    </>
  );
}
