import { type Clock, type Instant, plus } from "../../core/clock.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import { type AwsCall, type AwsResponse, bodyOf, nameOf, watchedTransport } from "../support/aws-requests.ts";
import { type CloudPorts, cloudPorts } from "../support/cloud-ports.ts";
import type { TestCloud } from "../support/test-cloud.ts";
import { answered, brokenConnection, errorAnswer, type Fault } from "./fault.ts";

export interface FaultAt {
  /** Which of the process's calls, from 0 on. */
  call: number;
  fault: Fault;
}

const never = new Promise<never>(() => {});

/** An invocation of a Lambda, with its session: its own SDK clients, its own passing of time, and at most one thing going wrong. */
export class FaultyProcess {
  /** The names of the calls made, in order. */
  readonly calls: string[] = [];
  /** Secrets IAM gave out to this process, whether or not they arrived. */
  readonly secrets: string[] = [];
  readonly ports: CloudPorts;
  readonly #lambda: string;
  readonly #at: FaultAt | undefined;
  #dead = false;
  #die: (outcome: "died") => void = () => {};
  readonly #death = new Promise<"died">((resolve) => {
    this.#die = resolve;
  });

  constructor(cloud: TestCloud, lambda: string, at?: FaultAt) {
    this.#lambda = lambda;
    this.#at = at;
    const transport = watchedTransport((call) => this.#handle(call));
    this.ports = cloudPorts(cloud, transport, new ProcessClock(cloud.clock));
  }

  /** What the work came to, unless the process died of it. */
  async run<Result>(work: (ports: CloudPorts) => Promise<Result>): Promise<Result | "died"> {
    return Promise.race([asLambda(this.#lambda, work)(this.ports), this.#death]);
  }

  async #handle(call: AwsCall): Promise<AwsResponse> {
    if (this.#dead) return never;
    const place = this.calls.push(nameOf(call)) - 1;
    const fault = this.#faultOf(place);
    if (!fault) return this.#send(call);
    if (fault.takesEffect) await this.#send(call);
    return this.#end(call, fault);
  }

  #faultOf(place: number): Fault | undefined {
    if (!this.#at || place < this.#at.call) return undefined;
    const { call, fault } = this.#at;
    const isMeant = place === call || (fault.lasting && this.calls[place] === this.calls[call]);
    return isMeant ? fault : undefined;
  }

  async #end({ service }: AwsCall, { ends }: Fault): Promise<AwsResponse> {
    if (ends === "reset") throw brokenConnection();
    if (ends !== "death") return errorAnswer(service, ends);
    this.#dead = true;
    this.#die("died");
    return never;
  }

  async #send(call: AwsCall): Promise<AwsResponse> {
    const response = await call.send();
    const body = await bodyOf(response);
    const secret = /<SecretAccessKey>([^<]+)</.exec(body.toString())?.[1];
    if (secret) this.secrets.push(secret);
    return answered(response.statusCode, body, response.headers);
  }
}

/** The cloud's time, and what this process has slept through: nobody waits for it. */
class ProcessClock implements Clock {
  readonly #cloud: Clock;
  #slept = 0;

  constructor(cloud: Clock) {
    this.#cloud = cloud;
  }

  now(): Instant {
    return plus(this.#cloud.now(), this.#slept);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.#slept += milliseconds;
  }
}
