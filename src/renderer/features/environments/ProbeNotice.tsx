import { Button } from '@mantine/core';
import { IconActivity, IconDatabaseSearch, IconHelpCircle } from '@tabler/icons-react';
import { describeServer, type UrlProbe } from '../../../shared/domain/server.ts';
import { testIds } from '../../../shared/test-ids.ts';
import classes from './ProbeNotice.module.css';

interface ProbeNoticeProps {
  /** Null before anything was asked. */
  readonly probe: UrlProbe | 'asking' | null;
  readonly onUseServer: (server: Extract<UrlProbe, { kind: 'server' }>) => void;
}

const count = (n: number, word: string): string => `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;

/**
 * What stands behind the URL that was entered, and one click to use a server as a source. It has one height in all states:
 * it changes when the URL's field is left, which may be for the button that would move then.
 */
export function ProbeNotice({ probe, onUseServer }: ProbeNoticeProps) {
  if (probe === null) {
    return (
      <div className={classes.notice} data-testid={testIds.environments.urlProbe} data-kind="none">
        <span className={classes.text}>
          <span>
            A metrics page is scraped from here. A Prometheus-compatible server answers with its own data.
          </span>
        </span>
      </div>
    );
  }
  if (probe === 'asking') {
    return (
      <div
        className={classes.notice}
        role="status"
        data-testid={testIds.environments.urlProbe}
        data-kind="asking"
      >
        <span className={classes.text}>
          <span>Looking at what is there…</span>
        </span>
      </div>
    );
  }
  switch (probe.kind) {
    case 'server':
      return (
        <div
          className={classes.notice}
          role="status"
          data-testid={testIds.environments.urlProbe}
          data-kind="server"
        >
          <IconDatabaseSearch size={20} stroke={1.6} aria-hidden />
          <div className={classes.text}>
            <strong>This is a {describeServer(probe)} server.</strong>
            <span>
              {probe.endpointUrl === null
                ? 'Its data can be shown as it is, without scraping anything here.'
                : 'Its data can be shown as it is. Save below to scrape its metrics page instead.'}
            </span>
          </div>
          <Button size="xs" onClick={() => onUseServer(probe)} data-testid={testIds.environments.useServer}>
            Use it as a source
          </Button>
        </div>
      );
    case 'endpoint':
      return (
        <div
          className={classes.notice}
          role="status"
          data-testid={testIds.environments.urlProbe}
          data-kind="endpoint"
        >
          <IconActivity size={20} stroke={1.6} aria-hidden />
          <div className={classes.text}>
            <strong>This is a metrics endpoint.</strong>
            <span>
              {count(probe.samples, 'sample')} of {count(probe.families, 'metric')}; save to scrape it.
            </span>
          </div>
        </div>
      );
    case 'unknown':
      return (
        <div
          className={classes.notice}
          role="status"
          data-testid={testIds.environments.urlProbe}
          data-kind="unknown"
        >
          <IconHelpCircle size={20} stroke={1.6} aria-hidden />
          <div className={classes.text}>
            <strong>Neither a metrics page nor a server was found there yet.</strong>
            <span title={probe.message}>{probe.message}</span>
          </div>
        </div>
      );
  }
}
