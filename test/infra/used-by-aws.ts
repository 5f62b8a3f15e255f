/** Rights of a function's role that no code uses, and who does on the function's behalf. */
export const usedByAws: Record<string, string> = {
  "sqs:SendMessage": "Lambda itself puts what failed into the queue",
  "logs:CreateLogStream": "Lambda itself writes the logs",
  "logs:PutLogEvents": "Lambda itself writes the logs",
  "dynamodb:DescribeStream": "Lambda itself reads the stream",
  "dynamodb:GetRecords": "Lambda itself reads the stream",
  "dynamodb:GetShardIterator": "Lambda itself reads the stream",
  "dynamodb:ListStreams": "Lambda itself finds the stream",
};
