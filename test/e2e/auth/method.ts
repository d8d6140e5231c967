import type { DemoServiceOptions } from '../../../src/backend/index.ts';
import type { AuthServers } from '../fixtures/auth-servers.ts';
import type { EndpointFormPage } from '../pages/endpoint-form.ts';

/** What a method needs of a test. */
export interface Ground {
  readonly form: EndpointFormPage;
  readonly servers: AuthServers;
  startBackend(options: Partial<DemoServiceOptions>): Promise<{ readonly metricsUrl: string }>;
}

/** A server that wants the method, and how the form is filled for it. */
export interface SetUp {
  readonly url: string;
  /** Fills in all but what `right` mends, so that the connection fails. */
  fillWrong(): Promise<void>;
  right(): Promise<void>;
  /** What Test connection says before `right`. */
  readonly saysWrong: RegExp;
  /** Secrets of the method that are no canaries. */
  readonly secrets?: readonly string[];
}

/** Starts the server of a method. */
export type Method = (ground: Ground) => Promise<SetUp>;

/** A page that answers 200 where a header has the value, and 401 elsewhere. */
export async function pageWanting({ servers }: Ground, header: string, value: string): Promise<string> {
  const page = await servers.startPage();
  page.reply = ({ headers }) => ({ status: headers[header] === value ? 200 : 401 });
  return page.url;
}

/** Fills in an authority, that of the test's servers unless another is given. */
export async function trustCa({ form, servers }: Ground, pem: string = servers.ca.cert): Promise<void> {
  await form.openSection('TLS');
  await form.fill('Certificate authority (PEM)', pem);
}
