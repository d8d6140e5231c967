import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { DeepLink } from '../../../shared/domain/deep-link.ts';
import type { TimeRange } from '../../../shared/domain/time-range.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../../ui/EnvironmentIcon.tsx';
import { PAGES } from '../pages.ts';
import { linkStore, useLink } from './link-store.ts';
import { openDeepLink } from './open-deep-link.ts';

/** Tells what a link from outside would show, and shows it once the user agrees. */
export function LinkDialog() {
  const pending = useLink((state) => state.pending);
  const close = (): void => linkStore.getState().settle();
  return (
    <Modal opened={pending !== null} onClose={close} title="Open this link?" zIndex={390}>
      {pending !== null && <Question key={JSON.stringify(pending)} link={pending} onClose={close} />}
    </Modal>
  );
}

function endText(end: number | string): string {
  return typeof end === 'number' ? new Date(end).toISOString().replace(/\.000Z$/, 'Z') : end;
}

function rangeText({ from, to }: TimeRange): string {
  return `${endText(from)} to ${endText(to)}`;
}

function Question({ link, onClose }: { readonly link: DeepLink; readonly onClose: () => void }) {
  const { page, environmentId, dashboardId, queries, range } = link;
  const shownId = useEnvironment((state) => state.active?.id);
  const environment = useEnvironment((state) =>
    state.environments.find(({ id }) => id === (environmentId ?? shownId)),
  );
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const switches = environment !== undefined && environment.id !== shownId;
  const pageTitle = PAGES.find((entry) => entry.page === page)?.title ?? page;
  return (
    <Stack gap="md" data-testid={testIds.shell.link}>
      <Text size="sm">
        {switches
          ? 'It comes from outside of Sextant, and opens another environment in this window, which connects to its endpoints and servers.'
          : 'It comes from outside of Sextant. It changes nothing; what it asks is asked of this environment.'}
      </Text>
      {environment !== undefined && (
        <Group gap="xs">
          <EnvironmentIcon kind={environment.kind} />
          <strong>
            <bdi>{environment.name}</bdi>
          </strong>
          <Text size="sm">
            {ENVIRONMENT_KIND_NAMES[environment.kind]} · {pageTitle}
            {dashboardId !== null && (
              <>
                {' '}
                · <bdi>{dashboardId}</bdi>
              </>
            )}
          </Text>
        </Group>
      )}
      {queries.map((query) => (
        <Code key={query} block>
          {query}
        </Code>
      ))}
      {range !== null && (
        <Text size="sm" c="dimmed">
          Over {rangeText(range)}
        </Text>
      )}
      {failure !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {failure}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Ignore
        </Button>
        <Button
          loading={busy}
          data-testid={testIds.shell.linkOpen}
          onClick={() => {
            setBusy(true);
            openDeepLink(link)
              .then(onClose, (thrown: unknown) => setFailure((thrown as Error).message))
              .finally(() => setBusy(false));
          }}
        >
          {switches ? `Open ${environment.name}` : 'Open'}
        </Button>
      </Group>
    </Stack>
  );
}
