import type { ScrapeFailure } from '../../shared/domain/target.ts';
import type { Access } from '../http/access.ts';
import type { HttpExchange, HttpHead } from '../ports.ts';
import type { PageBody } from './page-body.ts';

/** How far a request got. */
export interface FetchProgress {
  access: Access | null;
  redirectedTo: string | null;
  credentialsRead: boolean;
  response: HttpHead | null;
  body: PageBody | null;
  /** The body as it comes where it is compressed. */
  packed: PageBody | null;
  /** Why the response's head alone makes a failure; some of its body is read on, to be shown. */
  refusal: ScrapeFailure | null;
  exchange: HttpExchange | null;
  /** Values that prove who asks; they must not be shown where a server sends them back. */
  sentSecrets: readonly string[];
}
