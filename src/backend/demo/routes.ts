/** One simulated route of the shop: its share of the traffic and how long it takes. */
export interface SimulatedRoute {
  method: string;
  route: string;
  /** Share of all requests; the shares add up to 1. */
  share: number;
  medianSeconds: number;
  /** Standard deviation of the logarithm of the latency. */
  spread: number;
  successStatus: string;
  /** Share of requests answered with 404 or 422, which are the client's fault and no error of the service. */
  clientError: { status: string; ratio: number };
}

/** The shop's routes. */
export const SIMULATED_ROUTES: readonly SimulatedRoute[] = [
  {
    method: 'GET',
    route: '/api/products',
    share: 0.38,
    medianSeconds: 0.022,
    spread: 0.45,
    successStatus: '200',
    clientError: { status: '400', ratio: 0.002 },
  },
  {
    method: 'GET',
    route: '/api/products/:id',
    share: 0.27,
    medianSeconds: 0.014,
    spread: 0.4,
    successStatus: '200',
    clientError: { status: '404', ratio: 0.02 },
  },
  {
    method: 'GET',
    route: '/api/search',
    share: 0.12,
    medianSeconds: 0.085,
    spread: 0.6,
    successStatus: '200',
    clientError: { status: '400', ratio: 0.005 },
  },
  {
    method: 'GET',
    route: '/api/cart',
    share: 0.1,
    medianSeconds: 0.012,
    spread: 0.35,
    successStatus: '200',
    clientError: { status: '401', ratio: 0.01 },
  },
  {
    method: 'PUT',
    route: '/api/cart/items',
    share: 0.08,
    medianSeconds: 0.034,
    spread: 0.45,
    successStatus: '200',
    clientError: { status: '422', ratio: 0.015 },
  },
  {
    method: 'POST',
    route: '/api/checkout',
    share: 0.05,
    medianSeconds: 0.16,
    spread: 0.55,
    successStatus: '201',
    clientError: { status: '422', ratio: 0.02 },
  },
];

/** The statuses with which the shop's own errors are answered, and their shares. */
export const SERVER_ERRORS: readonly { status: string; share: number }[] = [
  { status: '500', share: 0.7 },
  { status: '503', share: 0.3 },
];

/** The shop's payment providers, their shares of the orders and their base ratios of declined payments. */
export const PAYMENT_PROVIDERS: readonly { provider: string; share: number; declinedRatio: number }[] = [
  { provider: 'card', share: 0.58, declinedRatio: 0.03 },
  { provider: 'wallet', share: 0.3, declinedRatio: 0.015 },
  { provider: 'invoice', share: 0.12, declinedRatio: 0.06 },
];

/** The shop's queues: jobs that each order makes, and how many its workers do for each request per second of traffic. */
export const QUEUES: readonly { queue: string; jobsPerOrder: number; capacityPerRequest: number }[] = [
  { queue: 'email', jobsPerOrder: 1.4, capacityPerRequest: 0.075 },
  { queue: 'fulfilment', jobsPerOrder: 1, capacityPerRequest: 0.053 },
];
