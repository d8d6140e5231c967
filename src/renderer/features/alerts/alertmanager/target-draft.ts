import {
  type AlertmanagerTarget,
  DEFAULT_ALERTMANAGER_TIMEOUT_MS,
  DEFAULT_RESEND_DELAY_MS,
} from '../../../../shared/domain/alertmanager.ts';
import { DEFAULT_CONNECTION, type EndpointAuth } from '../../../../shared/domain/endpoint.ts';
import type { LabelSet } from '../../../../shared/domain/series.ts';
import { parseMatchers } from '../silences/matcher-text.ts';

export const AUTH_KINDS = ['none', 'basic', 'bearer', 'header'] as const;

/** An Alertmanager while it is written. */
export interface TargetDraft {
  readonly url: string;
  /** `kept` leaves a way of authentication that this form does not offer as it is. */
  readonly authKind: (typeof AUTH_KINDS)[number] | 'kept';
  readonly username: string;
  readonly headerName: string;
  readonly secret: string;
  readonly caPem: string;
  readonly serverName: string;
  readonly insecureSkipVerify: boolean;
  readonly externalLabels: string;
  readonly externalUrl: string;
}

export type TargetErrors = Partial<
  Record<'url' | 'username' | 'secret' | 'headerName' | 'externalLabels' | 'externalUrl', string>
>;

const SECRET_REF = 'alertmanager';

/** Labels as they are typed: `cluster="eu" stage="prod"`. */
export function formatLabels(labels: LabelSet): string {
  return labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
}

/** The form's content for a target, or for none. */
export function draftOf(target: AlertmanagerTarget | undefined): TargetDraft {
  const auth = target?.auth ?? { kind: 'none' };
  const connection = target?.connection ?? DEFAULT_CONNECTION;
  return {
    url: target?.url ?? '',
    authKind: AUTH_KINDS.find((kind) => kind === auth.kind) ?? 'kept',
    username: auth.kind === 'basic' ? auth.username : '',
    headerName: auth.kind === 'header' ? auth.headerName : 'X-API-Key',
    secret: '',
    caPem: connection.caPem ?? '',
    serverName: connection.serverName ?? '',
    insecureSkipVerify: connection.insecureSkipVerify,
    externalLabels: formatLabels(target?.externalLabels ?? []),
    externalUrl: target?.externalUrl ?? '',
  };
}

function toAuth(draft: TargetDraft, before: AlertmanagerTarget | undefined): EndpointAuth {
  switch (draft.authKind) {
    case 'none':
      return { kind: 'none' };
    case 'basic':
      return { kind: 'basic', username: draft.username, passwordRef: `${SECRET_REF}/password` };
    case 'bearer':
      return { kind: 'bearer', tokenRef: `${SECRET_REF}/token` };
    case 'header':
      return { kind: 'header', headerName: draft.headerName.trim(), valueRef: `${SECRET_REF}/header` };
    case 'kept':
      return before?.auth ?? { kind: 'none' };
  }
}

function secretRefOf(auth: EndpointAuth): string | null {
  switch (auth.kind) {
    case 'basic':
      return auth.passwordRef;
    case 'bearer':
      return auth.tokenRef;
    case 'header':
      return auth.valueRef;
    default:
      return null;
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** What is to be saved, with the secret that was typed in; or what is wrong. */
export function toTarget(
  draft: TargetDraft,
  before: AlertmanagerTarget | undefined,
): {
  readonly target: AlertmanagerTarget | null;
  readonly secrets: [string, string][];
  readonly errors: TargetErrors;
} {
  const url = draft.url.trim();
  const externalUrl = draft.externalUrl.trim();
  const labels = parseMatchers(draft.externalLabels);
  const auth = toAuth(draft, before);
  const secretRef = secretRefOf(auth);
  const keepsSecret =
    before !== undefined &&
    before.auth.kind === auth.kind &&
    isHttpUrl(url) &&
    new URL(before.url).origin === new URL(url).origin;
  const errors: TargetErrors = {
    ...(isHttpUrl(url) ? {} : { url: 'Enter an http:// or https:// URL.' }),
    ...(secretRef !== null && draft.authKind !== 'kept' && draft.secret === '' && !keepsSecret
      ? { secret: 'Enter the credential for this address.' }
      : {}),
    ...(draft.authKind === 'header' && draft.headerName.trim() === ''
      ? { headerName: 'Name the header.' }
      : {}),
    ...(labels.ok && labels.matchers.every(({ type }) => type === '=')
      ? {}
      : { externalLabels: 'Write labels as cluster="eu" stage="prod".' }),
    ...(externalUrl === '' || isHttpUrl(externalUrl)
      ? {}
      : { externalUrl: 'Enter an http:// or https:// URL.' }),
  };
  if (Object.keys(errors).length > 0 || !labels.ok) return { target: null, secrets: [], errors };
  return {
    target: {
      url,
      auth,
      connection: {
        ...(before?.connection ?? DEFAULT_CONNECTION),
        caPem: draft.caPem.trim() === '' ? null : draft.caPem,
        serverName: draft.serverName.trim() || null,
        insecureSkipVerify: draft.insecureSkipVerify,
      },
      timeoutMs: before?.timeoutMs ?? DEFAULT_ALERTMANAGER_TIMEOUT_MS,
      externalLabels: labels.matchers.map(({ name, value }) => [name, value] as const),
      externalUrl,
      resendDelayMs: before?.resendDelayMs ?? DEFAULT_RESEND_DELAY_MS,
    },
    secrets: secretRef !== null && draft.secret !== '' ? [[secretRef, draft.secret]] : [],
    errors,
  };
}
