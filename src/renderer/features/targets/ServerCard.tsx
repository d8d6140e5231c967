import { ActionIcon, Button, Group, Modal, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { expiryStage, listExpiries } from '../../../shared/domain/expiry.ts';
import { describeServer, type QueryServer, type ServerStatus } from '../../../shared/domain/server.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { formatAge, formatCount } from '../../lib/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { StatusBadge, type StatusTone } from '../../ui/StatusBadge.tsx';
import classes from './TargetCard.module.css';
import type { SecretStatus } from './use-secret-status.ts';

interface ServerCardProps {
  readonly server: QueryServer;
  /** Null until the engine told. */
  readonly status: ServerStatus | null;
  readonly isDefault: boolean;
  readonly secrets: readonly SecretStatus[];
}

const TONES: Record<ServerStatus['state'], StatusTone> = { ok: 'good', failed: 'bad', unknown: 'neutral' };
const NAMES: Record<ServerStatus['state'], string> = {
  ok: 'Answers',
  failed: 'Does not answer',
  unknown: 'Not asked yet',
};

/** A server whose data the environment shows: what it is, how it is, and what it can't tell. */
export function ServerCard({ server, status, isDefault, secrets }: ServerCardProps) {
  const state = status?.state ?? 'unknown';
  const facts = [
    status === null || state === 'unknown' ? '' : describeServer(status),
    status?.seriesCount == null || status.seriesCount === 0
      ? ''
      : `${formatCount(status.seriesCount)} series`,
    status?.retention ? `keeps ${status.retention}` : '',
    server.tenant === null ? '' : `tenant ${server.tenant.value}`,
    isDefault ? 'answers queries by default' : '',
  ].filter(Boolean);
  const troubled = secrets.filter((secret) => secret.state !== 'stored');
  return (
    <li
      className={classes.card}
      data-health={state === 'failed' ? 'down' : undefined}
      data-testid={testIds.targets.server(server.id)}
    >
      <div className={classes.head}>
        <StatusBadge tone={TONES[state]} testId={testIds.targets.serverState}>
          {NAMES[state]}
        </StatusBadge>
        <h2 className={classes.name}>{server.name}</h2>
        <span className={classes.url} title={server.url}>
          {server.url}
        </span>
        <ServerActions server={server} />
      </div>
      {state === 'failed' && (
        <div className={classes.failure} role="alert" data-testid={testIds.targets.serverFailure}>
          <strong>{status?.message}</strong>
        </div>
      )}
      {troubled.map(({ secretRef, state: secretState, message }) => (
        <p key={secretRef} className={classes.credential} data-state={secretState}>
          {message}
        </p>
      ))}
      {facts.length > 0 && (
        <p className={classes.facts} data-testid={testIds.targets.serverFacts}>
          {facts.join(' · ')}
        </p>
      )}
      {status !== null && <Expiries status={status} />}
      {status?.notes.map((note) => (
        <p key={note} className={classes.facts}>
          {note}
        </p>
      ))}
    </li>
  );
}

/** When the server's certificate, and what lets requests in, end. */
function Expiries({ status }: { readonly status: ServerStatus }) {
  const nowMs = useEngine((state) => state.status?.nowMs ?? 0);
  const expiries = listExpiries(status);
  if (expiries.length === 0) return null;
  return (
    <p className={`${classes.facts} numeric`}>
      {expiries.map(({ name, expiresAtMs, isRenewed }) => (
        <span
          key={name}
          className={classes.expiry}
          data-warn={(!isRenewed && expiryStage(expiresAtMs, nowMs) !== null) || undefined}
          title={
            isRenewed ? 'A new one is fetched by itself' : `Ends on ${new Date(expiresAtMs).toISOString()}`
          }
        >
          {name} {expiresAtMs < nowMs ? 'expired' : `valid for ${formatAge(expiresAtMs - nowMs)}`}
        </span>
      ))}
    </p>
  );
}

function ServerActions({ server }: { readonly server: QueryServer }) {
  const [removing, setRemoving] = useState(false);
  const remove = (): void => {
    setRemoving(false);
    request('servers.remove', { serverId: server.id })
      .then(() => environmentStore.getState().load())
      .catch(reportFailure(`${server.name} could not be removed`));
  };
  return (
    <div className={classes.actions}>
      <Tooltip label="Edit">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit ${server.name}`}
          data-testid={testIds.targets.serverEdit}
          onClick={() => navigationStore.getState().openEndpointForm(server.id)}
        >
          <IconPencil size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Remove">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove ${server.name}`}
          onClick={() => setRemoving(true)}
        >
          <IconTrash size={17} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={removing} onClose={() => setRemoving(false)} title={`Remove ${server.name}?`}>
        <Text size="sm">
          Its data is shown here no more and its credential is deleted from the keychain. Nothing changes on
          the server.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setRemoving(false)} data-autofocus>
            Keep
          </Button>
          <Button color="red" onClick={remove}>
            Remove
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
