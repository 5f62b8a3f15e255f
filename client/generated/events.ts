// Generated: KEYTURN_UPDATE=1 npm test -- client/generated writes it anew.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ConnectionAdopted
         * @description A user that was there before Keyturn is under management, with the key it has (null: none). Nothing about it was changed.
         */
        ConnectionAdopted: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string | null;
                keyCreatedAt: string | null;
            };
        };
        /**
         * ConnectionCreated
         * @description A connection's folder, user and policy are there. It has no key yet.
         */
        ConnectionCreated: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
            };
        };
        /**
         * ConnectionDeleted
         * @description A connection is deleted, with its key and, unless it was adopted, its user. What lies in its folder stays.
         */
        ConnectionDeleted: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
            };
        };
        /**
         * DependentPipelineNotice
         * @description What one pipeline that depends on a key is told of it: what has changed or will, what to do about it, and by when.
         */
        DependentPipelineNotice: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                pipelineId: string;
                pipelineName: string;
                /** @enum {string} */
                pipelineKind: "data-pipeline" | "rule" | "connector-job";
                causedBy: string;
                whatChanged: string;
                whatToUpdate: string;
                updateBy: string | null;
                accessKeyId: string | null;
                previousAccessKeyId: string | null;
                oldKeyInUse: boolean;
            };
        };
        /**
         * KeyCreated
         * @description A connection that had no key has one.
         */
        KeyCreated: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
            };
        };
        /**
         * KeyDisabled
         * @description A key was deactivated and has no successor yet: it was leaked (compromised), or the policy lets no key grow older (expired).
         */
        KeyDisabled: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                /** @enum {string} */
                reason: "compromised" | "expired";
            };
        };
        /**
         * KeyDriftDetected
         * @description IAM differs from what Keyturn did: somebody else has deleted, deactivated or reactivated a key, or deleted its user. accessKeyId is null where a user without a key was deleted. Keyturn changes nothing.
         */
        KeyDriftDetected: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string | null;
                currentAccessKeyId: string | null;
                /** @enum {string} */
                drift: "key_deleted" | "key_deactivated" | "key_reactivated" | "user_deleted";
            };
        };
        /**
         * KeyDriftResolved
         * @description A difference from IAM that was told of is gone, without a change through Keyturn. detectedAt says when it was found.
         */
        KeyDriftResolved: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string | null;
                currentAccessKeyId: string | null;
                /** @enum {string} */
                drift: "key_created" | "key_deleted" | "key_deactivated" | "key_reactivated" | "user_deleted";
                /** Format: date-time */
                detectedAt: string;
            };
        };
        /**
         * KeyReconciled
         * @description After a restore from a backup: the key that the connection really has, and the one the backup named; null: none.
         */
        KeyReconciled: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                previousAccessKeyId: string | null;
                accessKeyId: string | null;
                state: ("active" | "inactive") | null;
            };
        };
        /**
         * KeyRecovered
         * @description A change that was abandoned half-way has been undone. The keys it deleted were never given to anybody.
         */
        KeyRecovered: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                abandonedOperationId: string;
                deletedAccessKeyIds: string[];
            };
        };
        /**
         * KeyRemoved
         * @description A connection's key is deleted, and it has no other.
         */
        KeyRemoved: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
            };
        };
        /**
         * KeyRestored
         * @description A retired key works again, until retireAt or for as long as it is in use, and until hardStopAt at the latest.
         */
        KeyRestored: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                currentAccessKeyId: string | null;
                /** Format: date-time */
                retireAt: string;
                /** Format: date-time */
                hardStopAt: string;
            };
        };
        /**
         * KeyRetired
         * @description The previous key of a staged reset no longer works. It can be restored until deleteAt; null: it is deleted already. With owner customer: AWS no longer takes it, or the customer says that it is deleted.
         */
        KeyRetired: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                currentAccessKeyId: string | null;
                deleteAt: string | null;
            };
        };
        /**
         * KeyRetirementHeld
         * @description The previous key of a staged reset was to be retired and is still in use (lastUsed; null: IAM did not tell). It is looked at again at lookAgainAt and retired at hardStopAt in any case.
         */
        KeyRetirementHeld: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                currentAccessKeyId: string | null;
                lastUsed: {
                    /** Format: date-time */
                    at: string;
                    service: string;
                    region: string;
                } | null;
                /** Format: date-time */
                lookAgainAt: string;
                /** Format: date-time */
                hardStopAt: string;
                dependents: {
                    count: number;
                    first: {
                        pipelineId: string;
                        name: string;
                    }[];
                };
            };
        };
        /**
         * KeyRotated
         * @description A connection has another key. The previous one works until previousKeyValidUntil: in mode immediate that is the reset itself, in mode staged it is the time by which the new one should be in use. With owner customer only the customer ends it: then it is when Keyturn first looks whether that was done.
         */
        KeyRotated: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                previousAccessKeyId: string;
                accessKeyId: string;
                /** @enum {string} */
                mode: "immediate" | "staged";
                /** @enum {string} */
                reason: "scheduled" | "lost" | "compromised" | "other";
                /** Format: date-time */
                previousKeyValidUntil: string;
                unwatchedAccessKeyId?: string;
            };
        };
        /**
         * KeyRotationDue
         * @description A key has reached the age at which it is to be reset.
         */
        KeyRotationDue: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                /** Format: date-time */
                keyCreatedAt: string;
                /** Format: date-time */
                rotationDueAt: string;
                deactivatesAt: string | null;
            };
        };
        /**
         * KeyRotationOverdue
         * @description A key should have been reset daysOverdue days ago.
         */
        KeyRotationOverdue: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                /** Format: date-time */
                keyCreatedAt: string;
                /** Format: date-time */
                rotationDueAt: string;
                deactivatesAt: string | null;
                daysOverdue: number;
            };
        };
        /**
         * KeyRotationReminder
         * @description A key will be due for a reset in daysUntilDue days.
         */
        KeyRotationReminder: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                /** Format: date-time */
                keyCreatedAt: string;
                /** Format: date-time */
                rotationDueAt: string;
                deactivatesAt: string | null;
                daysUntilDue: number;
            };
        };
        /**
         * OldKeyFoundActive
         * @description A customer's old key was to be deactivated, and AWS still takes it. It is looked at again at lookAgainAt; nobody but the customer ends it.
         */
        OldKeyFoundActive: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                currentAccessKeyId: string | null;
                /** Format: date-time */
                lookAgainAt: string;
                dependents: {
                    count: number;
                    first: {
                        pipelineId: string;
                        name: string;
                    }[];
                };
            };
        };
        /**
         * PolicyChanged
         * @description The rules of an org are others now.
         */
        PolicyChanged: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                policyVersion: number;
                contactCount: number;
                rotation: {
                    maxAgeDays: number;
                    remindBeforeDays: number[];
                    overdueEveryDays: number;
                    /** @enum {string} */
                    enforcement: "remind" | "deactivate";
                    deactivateAfterDays: number | null;
                    adoptionWindowDays?: number;
                };
                reset: {
                    /** @enum {string} */
                    defaultMode: "immediate" | "staged";
                    graceHoursDefault: number;
                    graceHoursMax: number;
                    quietHours: number;
                    hardStopDays: number;
                    undoHours: number;
                };
            };
        };
        /**
         * ServiceChanged
         * @description A data service has another name, or other pipelines, or both.
         */
        ServiceChanged: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                serviceId: string;
                serviceName: string;
                previousServiceName: string;
                pipelinesLinked: number;
                pipelinesUnlinked: number;
            };
        };
        /**
         * ServiceCreated
         * @description A data service is ready for use. Its first connection is named.
         */
        ServiceCreated: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
            };
        };
        /**
         * ServiceDeleted
         * @description A data service is deleted, with its connections, their keys and users. What lies in its folder stays.
         */
        ServiceDeleted: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                serviceId: string;
                serviceName: string;
            };
        };
        /**
         * UnmanagedKeyDetected
         * @description Somebody made a key for the connection's user by hand. Keyturn does not touch it.
         */
        UnmanagedKeyDetected: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                connectionId: string;
                serviceId: string;
                serviceName: string;
                region: string;
                bucket: string;
                folder: string;
                userName: string;
                /** @constant */
                owner?: "customer";
                accessKeyId: string;
                /** Format: date-time */
                keyCreatedAt: string;
            };
        };
        /**
         * UnmanagedUserDetected
         * @description There is an IAM user under the org's path that no connection has: somebody made it, or left it. Keyturn does not touch it.
         */
        UnmanagedUserDetected: {
            metadata: {
                /** Format: uuid */
                eventId: string;
                sequence: number;
                /** @constant */
                version: 1;
                /** Format: date-time */
                occurredAt: string;
                org: string;
                by: string;
                correlationId: string;
                /** Format: uuid */
                causationId?: string;
            };
            data: {
                userName: string;
                path: string;
                /** Format: date-time */
                userCreatedAt: string;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
