import { PasswordInput, Text, TextInput } from '@mantine/core';
import { type DraftErrors, type EndpointDraft, sendsUnencrypted } from './endpoint-draft.ts';

interface AuthFieldsProps {
  readonly draft: EndpointDraft;
  readonly errors: DraftErrors;
  /** A secret for this method is in the keychain: leaving the field empty keeps it. */
  readonly secretStored: boolean;
  /** A secret for this method is in the keychain, for another scheme, host or port. */
  readonly secretBoundElsewhere: boolean;
  readonly onChange: (part: Partial<EndpointDraft>) => void;
}

const SECRET_LABELS = {
  basic: 'Password',
  bearer: 'Token',
  authorization: 'Credentials',
  header: 'Value',
  cookie: 'Cookie',
  oauth2: 'Client secret',
  token_source: 'Token',
} as const;

/** The fields of the chosen authentication method. */
export function AuthFields({ draft, errors, secretStored, secretBoundElsewhere, onChange }: AuthFieldsProps) {
  if (draft.authKind === 'none') return null;
  return (
    <>
      {draft.authKind === 'basic' && (
        <TextInput
          label="User name"
          value={draft.username}
          autoComplete="off"
          data-testid="endpoint-username"
          onChange={(event) => onChange({ username: event.currentTarget.value })}
        />
      )}
      {draft.authKind === 'header' && (
        <TextInput
          label="Header"
          value={draft.headerName}
          error={errors.headerName}
          data-testid="endpoint-header-name"
          onChange={(event) => onChange({ headerName: event.currentTarget.value })}
        />
      )}
      <PasswordInput
        label={SECRET_LABELS[draft.authKind]}
        description={
          secretBoundElsewhere
            ? 'The stored one is bound to the scheme, host and port before. Enter it again to send it to this one.'
            : 'Goes into your system’s keychain, bound to this scheme, host and port.'
        }
        placeholder={secretStored ? 'Stored. Leave empty to keep it' : ''}
        value={draft.secret}
        error={errors.secret}
        autoComplete="new-password"
        data-testid="endpoint-secret"
        onChange={(event) => onChange({ secret: event.currentTarget.value })}
      />
      {sendsUnencrypted(draft) && (
        <Text size="sm" c="var(--sx-warn)" role="status" data-testid="endpoint-unencrypted">
          The address is http: everyone between here and the server can read the credential. Use https where
          the server offers it.
        </Text>
      )}
    </>
  );
}
