import { useCallback, useRef, useState } from 'react';
import type { UrlProbe } from '../../../shared/domain/server.ts';
import type { RequestOf } from '../../../shared/ipc/contract.ts';
import { request } from '../../ipc/client.ts';

/** What was found behind the URL in the form; null before anything was asked. */
export interface UrlProbeState {
  readonly probe: UrlProbe | 'asking' | null;
  ask(payload: RequestOf<'endpoints.probeUrl'>): void;
  forget(): void;
}

/** Asks what a URL is, once for the same question; a late answer to an earlier one is dropped. */
export function useUrlProbe(): UrlProbeState {
  const [probe, setProbe] = useState<UrlProbeState['probe']>(null);
  const asked = useRef('');
  const ask = useCallback((payload: RequestOf<'endpoints.probeUrl'>) => {
    const question = JSON.stringify([payload.endpoint.url, payload.endpoint.auth, payload.secrets]);
    if (question === asked.current) return;
    asked.current = question;
    setProbe('asking');
    const settle = (found: UrlProbe): void => {
      if (asked.current === question) setProbe(found);
    };
    request('endpoints.probeUrl', payload).then(settle, (thrown: unknown) =>
      settle({ kind: 'unknown', message: (thrown as Error).message, status: null }),
    );
  }, []);
  const forget = useCallback(() => {
    asked.current = '';
    setProbe(null);
  }, []);
  return { probe, ask, forget };
}
