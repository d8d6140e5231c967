import { PasswordInput, Text, Textarea, TextInput } from '@mantine/core';
import { testIds } from '../../../shared/test-ids.ts';
import { type DraftErrors, type EndpointDraft, sendsUnencrypted } from './endpoint-draft.ts';
import { InUse } from './InUse.tsx';
import { OtherAuthFields } from './OtherAuthFields.tsx';
import type { FilledDraft } from './template-draft.ts';

interface AuthFieldsProps {
  readonly draft: EndpointDraft;
  readonly errors: DraftErrors;
  /** A secret for this method is in the keychain: leaving the field empty keeps it. */
  readonly secretStored: boolean;
  /** A secret for this method is in the keychain, for another scheme, host or port. */
  readonly secretBoundElsewhere: boolean;
  /** Values of fields that are written with variables, by the field's name. */
  readonly inUse: FilledDraft['inUse'];
  readonly onChange: (part: Partial<EndpointDraft>) => void;
}

const SECRET_LABELS = {
  basic: 'Password',
  bearer: 'Token',
  authorization: 'Credentials',
  header: 'Value',
  cookie: 'Cookie',
  oauth2: 'Client secret',
} as const;

interface SecretFieldProps {
  /** A PEM key has lines, which a password field would run together. */
  readonly isKey: boolean;
  readonly label: string;
  readonly description: string;
  readonly placeholder: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (secret: string) => void;
}

function SecretField({ isKey, label, onChange, ...field }: SecretFieldProps) {
  return isKey ? (
    <Textarea
      {...field}
      label="Signing key (RSA, PEM)"
      autosize
      minRows={2}
      maxRows={5}
      data-testid={testIds.environments.endpointSecret}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <PasswordInput
      {...field}
      label={label}
      autoComplete="new-password"
      data-testid={testIds.environments.endpointSecret}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The fields of the chosen authentication method. */
export function AuthFields({
  draft,
  errors,
  secretStored,
  secretBoundElsewhere,
  inUse,
  onChange,
}: AuthFieldsProps) {
  if (draft.authKind === 'none') return null;
  return (
    <>
      {draft.authKind === 'basic' && (
        <TextInput
          label="User name"
          value={draft.username}
          error={errors.username}
          autoComplete="off"
          data-testid={testIds.environments.endpointUsername}
          onChange={(event) => onChange({ username: event.currentTarget.value })}
        />
      )}
      {draft.authKind === 'header' && (
        <TextInput
          label="Header"
          value={draft.headerName}
          error={errors.headerName}
          data-testid={testIds.environments.endpointHeaderName}
          onChange={(event) => onChange({ headerName: event.currentTarget.value })}
        />
      )}
      {draft.authKind === 'basic' && <InUse text={inUse.username} />}
      {draft.authKind === 'header' && <InUse text={inUse.headerName} />}
      <OtherAuthFields
        kind={draft.authKind}
        draft={draft.access}
        errors={errors}
        onChange={(part) => onChange({ access: { ...draft.access, ...part } })}
      />
      {draft.authKind === 'oauth2' && <InUse text={inUse.tokenUrl} />}
      {draft.authKind !== 'token_source' && (
        <SecretField
          isKey={draft.authKind === 'oauth2' && draft.access.grant === 'jwt_bearer'}
          label={SECRET_LABELS[draft.authKind]}
          description={
            secretBoundElsewhere
              ? 'The stored one is bound to the scheme, host and port before. Enter it again to send it to this one.'
              : `Goes into your system’s keychain, bound to ${draft.authKind === 'oauth2' ? 'the token URL’s' : 'this'} scheme, host and port.`
          }
          placeholder={secretStored ? 'Stored. Leave empty to keep it' : ''}
          value={draft.secret}
          error={errors.secret}
          onChange={(secret) => onChange({ secret })}
        />
      )}
      {sendsUnencrypted(draft) && (
        <Text
          size="sm"
          c="var(--sx-warn)"
          role="status"
          data-testid={testIds.environments.endpointUnencrypted}
        >
          The address is http: everyone between here and the server can read the credential. Use https where
          the server offers it.
        </Text>
      )}
    </>
  );
}
