import { Anchor, Button } from '@mantine/core';
import { IconPlayerPlay, IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../../ui/EnvironmentIcon.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './FirstRunPage.module.css';

/** Endpoints live in an environment, so the first one comes with one. */
async function connectOwnService(): Promise<void> {
  await request('environments.create', { name: 'My services', kind: 'development' });
  navigationStore.getState().openEndpointForm();
}

interface FirstRunPageProps {
  /** Asks for a file with environments. */
  readonly onImport: () => void;
}

/** What stands where no environment is open: try the demo, connect a service of one's own, or open what there is. */
export function FirstRunPage({ onImport }: FirstRunPageProps) {
  const [starting, setStarting] = useState(false);
  const [connecting, setConnecting] = useState(false);
  const environments = useEnvironment((state) => state.environments);
  return (
    <main className={classes.page} data-app-state="ready" data-testid={testIds.environments.pageFirstRun}>
      <div className={classes.intro}>
        <h1 className={classes.title}>See your metrics now</h1>
        <p className={classes.text}>
          Point Sextant at a service that exposes <code>/metrics</code>. It scrapes, keeps the history on this
          computer, draws charts and raises alerts. No server to install.
        </p>
      </div>
      <div className={classes.choices}>
        <section className={classes.choice}>
          <span className={classes.icon}>
            <IconPlayerPlay size={22} stroke={1.6} aria-hidden />
          </span>
          <h2>Try the demo</h2>
          <p>
            A small web shop runs beside Sextant, with traffic, latencies and a fault that comes and goes.
          </p>
          <Button
            size="sm"
            loading={starting}
            data-testid={testIds.environments.startDemo}
            onClick={() => {
              setStarting(true);
              request('environments.startDemo')
                .catch(reportFailure('The demo could not be started'))
                .finally(() => setStarting(false));
            }}
          >
            Start the demo
          </Button>
        </section>
        <section className={classes.choice}>
          <span className={classes.icon}>
            <IconPlugConnected size={22} stroke={1.6} aria-hidden />
          </span>
          <h2>Connect your service</h2>
          <p>A URL and, where it needs one, a credential. The credential goes into your system’s keychain.</p>
          <Button
            size="sm"
            variant="default"
            loading={connecting}
            data-testid={testIds.environments.connectService}
            onClick={() => {
              setConnecting(true);
              connectOwnService()
                .catch(reportFailure('The environment could not be made'))
                .finally(() => setConnecting(false));
            }}
          >
            Add an endpoint
          </Button>
        </section>
      </div>
      <p className={classes.import}>
        Have an environment file, an encrypted export or a <code>prometheus.yml</code>? Drop it here, or{' '}
        <Anchor
          component="button"
          type="button"
          size="sm"
          underline="always"
          onClick={onImport}
          data-testid={testIds.environments.importFirst}
        >
          choose it
        </Anchor>
        .
      </p>
      {environments.length > 0 && (
        <section className={classes.known} aria-labelledby="known-environments">
          <h2 id="known-environments">Or open an environment</h2>
          {environments.map(({ id, name, kind }) => (
            <Button
              key={id}
              variant="default"
              size="sm"
              leftSection={<EnvironmentIcon kind={kind} />}
              data-testid={testIds.environments.open(id)}
              onClick={() => {
                request('environments.activate', { id }).catch(reportFailure(`${name} could not be opened`));
              }}
            >
              {name} ({ENVIRONMENT_KIND_NAMES[kind]})
            </Button>
          ))}
        </section>
      )}
    </main>
  );
}
