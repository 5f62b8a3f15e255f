import { describeHistories } from "./describe-histories.ts";

describeHistories(0, 2);
