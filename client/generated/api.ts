// Generated: KEYTURN_UPDATE=1 npm test -- client/generated writes it anew.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the API answers
         * @description Asks for no token.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Asks for no token.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who the caller is, and which routes it may use
         * @description For every caller.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The data services of the org; who does not manage keys sees less of each, and none that Keyturn made
         * @description For every caller but support staff.
         */
        get: operations["listServices"];
        put?: never;
        /**
         * Make a data service, with its first connection; a provider's has no access key yet
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        post: operations["createService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/services/{serviceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A data service
         * @description For every caller but support staff.
         */
        get: operations["getService"];
        put?: never;
        post?: never;
        /**
         * Delete a data service with its keys, users and policies; its objects and its history stay
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        delete: operations["deleteService"];
        options?: never;
        head?: never;
        /**
         * Rename a data service, or link it to other pipelines
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        patch: operations["changeService"];
        trace?: never;
    };
    "/v1/services/{serviceId}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The connections of a data service
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["listServiceConnections"];
        put?: never;
        /**
         * Add a connection to a data service
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        post: operations["addConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The connections of the org; with `status`, those that have it
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A connection, with when its keys were last used
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /**
         * Delete a connection with its keys and its user; its objects and its history stay
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/dependents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The pipelines that the connection's service links; with `fileName`, those with a pattern that matches it
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["listDependents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/access-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a customer's connection another pair, which is verified before it is taken
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        put: operations["putAccessKey"];
        /**
         * Create the connection's access key, or reset it; the secret is shown this once
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        post: operations["resetAccessKey"];
        /**
         * Remove the connection's access key, and leave it without one
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        delete: operations["removeAccessKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/access-key/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a staged reset early, or a customer's old key
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        post: operations["retireAccessKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/access-key/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back the old key of a staged reset while it is only deactivated
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        post: operations["restoreAccessKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every region of the deployment, with the org's own key there
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["listRegions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/regions/{region}/access-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create the org's key in a region, or reset it; the secret is shown this once
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        post: operations["resetRegionalKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/adoptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take users under management that a portal made itself
         * @description For super admins.
         */
        post: operations["adoptUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a connection, newest first, also after it is gone
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["getConnectionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened in the org, newest first
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipelines/{pipelineId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A pipeline; mail addresses are shown to who manages keys
         * @description For every caller but support staff.
         */
        get: operations["getPipeline"];
        /**
         * Tell of a pipeline, or tell of it anew
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        put: operations["putPipeline"];
        post?: never;
        /**
         * Forget a pipeline that no data service links
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        delete: operations["deletePipeline"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The pipelines of the org; with `fileName`, those with a pattern that matches it
         * @description For every caller but support staff.
         */
        get: operations["listPipelines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipelines/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who reads and who writes files of these names, and of which source systems they are
         * @description For every caller but support staff.
         */
        post: operations["identifyFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules of the org
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["getPolicy"];
        /**
         * Change the rules of the org; what is left out is as by default
         * @description For super admins.
         */
        put: operations["changePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the keys of the org stand; up to a minute old
         * @description For the roles that manage keys, as the deployment's preset names them.
         */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @constant */
            status: "ok";
        };
        Document: {
            openapi: string;
        } & {
            [key: string]: unknown;
        };
        Me: {
            org: string;
            /** @enum {string} */
            role: "super_admin" | "admin" | "member+" | "member" | "support";
            name: string;
            can: string[];
        };
        Service: {
            serviceId: string;
            name: string;
            /** @constant */
            type: "s3";
            /** @enum {string} */
            owner: "provider" | "customer";
            pipelineIds: string[];
            /** @constant */
            system?: "regional";
            region: string;
            /** @enum {string} */
            state: "creating" | "ready" | "deleting";
            createdBy: string;
            /** Format: date-time */
            createdOn: string;
            updatedBy: string;
            /** Format: date-time */
            updatedOn: string;
        };
        ServiceForMembers: {
            serviceId: string;
            name: string;
            /** @constant */
            type: "s3";
            /** @enum {string} */
            owner: "provider" | "customer";
            pipelineIds: string[];
        };
        CreatedService: {
            service: components["schemas"]["Service"];
            connection: components["schemas"]["Connection"];
        };
        ServiceList: {
            items: (components["schemas"]["Service"] | components["schemas"]["ServiceForMembers"])[];
            cursor: string | null;
        };
        Dependents: {
            count: number;
            first: {
                pipelineId: string;
                name: string;
            }[];
        };
        Connection: {
            connectionId: string;
            serviceId: string;
            serviceName: string;
            /** @enum {string} */
            owner: "provider" | "customer";
            region: string;
            bucket: string;
            folder: string;
            userName: string;
            /** @enum {string} */
            status: "not_configured" | "active" | "due" | "disabled";
            accessKeyId: string | null;
            keyCreatedAt: string | null;
            keyAgeDays: number | null;
            rotationDueAt: string | null;
            flagged: boolean;
            lastUsed?: {
                /** Format: date-time */
                at: string;
                service: string;
                region: string;
            };
            retiring: {
                accessKeyId: string;
                /** @enum {string} */
                state: "active" | "inactive";
                /** Format: date-time */
                retireAt?: string;
                /** Format: date-time */
                hardStopAt?: string;
                /** Format: date-time */
                deleteAt?: string;
                /** Format: date-time */
                heldSince?: string;
                /** Format: date-time */
                lastUsedAt?: string;
            } | null;
            drift?: {
                /** @enum {string} */
                kind: "key_created" | "key_deleted" | "key_deactivated" | "key_reactivated" | "user_deleted";
                accessKeyId: string | null;
                /** Format: date-time */
                since: string;
            }[];
            secretName?: string;
            steps?: {
                /** @enum {string} */
                step: "confirm" | "deactivate" | "delete";
                doneAt: string | null;
            }[];
            updatedBy: string;
            /** Format: date-time */
            updatedOn: string;
        };
        ConnectionList: {
            items: components["schemas"]["Connection"][];
            cursor: string | null;
        };
        AccessKey: {
            connection: components["schemas"]["Connection"];
            credentials: {
                accessKeyId: string;
                secretAccessKey: string;
            };
            previousKeyStopped?: boolean;
            dependents: components["schemas"]["Dependents"];
        } | {
            connection: components["schemas"]["Connection"];
            credentials: {
                accessKeyId: string;
            };
            /** @constant */
            replayed: true;
        };
        GivenAccessKey: {
            connection: components["schemas"]["Connection"];
            dependents: components["schemas"]["Dependents"];
        };
        Region: {
            region: string;
            enabled: boolean;
            /** @enum {string} */
            status: "not_configured" | "active" | "due" | "disabled";
            connectionId: string | null;
            accessKeyId: string | null;
            keyCreatedAt: string | null;
            bucket: string;
            folder: string | null;
            s3Endpoint: string;
        };
        RegionList: {
            items: components["schemas"]["Region"][];
            cursor: null;
        };
        HistoryEntry: {
            eventId: string;
            type: string;
            /** Format: date-time */
            occurredAt: string;
            by: string;
            data: {
                [key: string]: unknown;
            };
        };
        HistoryList: {
            items: components["schemas"]["HistoryEntry"][];
            cursor: string | null;
        };
        Pipeline: {
            pipelineId: string;
            name: string;
            /** @enum {string} */
            kind: "data-pipeline" | "rule" | "connector-job";
            /** @enum {string} */
            direction: "reads" | "writes";
            filePatterns: string[];
            sourceSystem: string | null;
            serviceIds: string[];
            updatedBy: string;
            /** Format: date-time */
            updatedOn: string;
            contacts: string[];
        };
        PipelineForMembers: {
            pipelineId: string;
            name: string;
            /** @enum {string} */
            kind: "data-pipeline" | "rule" | "connector-job";
            /** @enum {string} */
            direction: "reads" | "writes";
            filePatterns: string[];
            sourceSystem: string | null;
            serviceIds: string[];
            updatedBy: string;
            /** Format: date-time */
            updatedOn: string;
        };
        PipelineList: {
            items: (components["schemas"]["Pipeline"] | components["schemas"]["PipelineForMembers"])[];
            cursor: string | null;
        };
        DependentList: {
            items: components["schemas"]["Pipeline"][];
            cursor: string | null;
        };
        IdentifiedFiles: {
            items: {
                fileName: string;
                readers: {
                    pipelineId: string;
                    name: string;
                    /** @enum {string} */
                    kind: "data-pipeline" | "rule" | "connector-job";
                }[];
                readerCount: number;
                writers: {
                    pipelineId: string;
                    name: string;
                    /** @enum {string} */
                    kind: "data-pipeline" | "rule" | "connector-job";
                }[];
                writerCount: number;
                sourceSystems: string[];
                ambiguous: boolean;
            }[];
        };
        Policy: {
            contacts: string[];
            rotation: {
                /** @default 180 */
                maxAgeDays: number;
                remindBeforeDays: number[];
                /** @default 7 */
                overdueEveryDays: number;
                /**
                 * @default remind
                 * @enum {string}
                 */
                enforcement: "remind" | "deactivate";
                deactivateAfterDays?: number;
                /** @default 14 */
                adoptionWindowDays: number;
            };
            reset: {
                /**
                 * @default immediate
                 * @enum {string}
                 */
                defaultMode: "immediate" | "staged";
                graceHoursDefault: number;
                /** @default 168 */
                graceHoursMax: number;
                /** @default 36 */
                quietHours: number;
                hardStopDays: number;
                /** @default 72 */
                undoHours: number;
            };
        };
        Summary: {
            /** Format: date-time */
            asOf: string;
            connections: number;
            byStatus: {
                [key: string]: number;
            };
            dueWithin30Days: number;
            oldestKey: {
                connectionId: string;
                serviceName: string;
                accessKeyId: string;
                /** Format: date-time */
                keyCreatedAt: string;
                keyAgeDays: number;
            } | null;
            retirementsHeld: number;
            drift: {
                [key: string]: number;
            };
        };
        Adoptions: {
            dryRun: boolean;
            items: {
                row: number;
                /** @enum {string} */
                outcome: "adoptable" | "adopted" | "already_adopted" | "refused" | "failed";
                serviceName?: string;
                userName?: string;
                serviceId?: string;
                connectionId?: string;
                accessKeyId?: string | null;
                keyCreatedAt?: string | null;
                sparedAccessKeyIds?: string[];
                reasons?: {
                    code: string;
                    message: string;
                }[];
                differs?: ("serviceName" | "accessKeyId" | "pipelineIds")[];
                why?: string;
            }[];
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            /** @enum {string} */
            code: "invalid_request" | "malformed_json" | "invalid_cursor" | "confirmation_required" | "unknown_pipeline" | "forbidden" | "removal_not_allowed" | "system_service" | "policy_locked" | "not_found" | "region_not_enabled" | "key_changed" | "operation_in_progress" | "confirmation_mismatch" | "no_access_key" | "service_not_ready" | "adopted_service" | "adoption_not_enabled" | "unmanaged_key_present" | "user_missing" | "rotation_in_progress" | "no_retiring_key" | "key_in_use" | "old_key_still_works" | "customer_managed" | "provider_managed" | "key_too_old" | "service_limit_reached" | "connection_limit_reached" | "pipeline_limit_reached" | "pipeline_in_use" | "payload_too_large" | "unsupported_media_type" | "credentials_rejected" | "idempotency_key_reused" | "too_many_files" | "too_many_operations" | "too_many_idempotency_keys" | "internal_error" | "busy" | "capacity_exhausted" | "unavailable";
            params?: {
                [key: string]: string | number;
            };
            requestId: string;
            errors?: {
                path: string;
                message: string;
            }[];
        };
        GatewayMessage: {
            message: string;
        };
        CreateServiceBody: {
            name: string;
            /** @constant */
            type: "s3";
            /** @enum {string} */
            owner: "provider" | "customer";
            region?: string;
            pipelineIds?: string[];
            customer?: {
                bucket: string;
                folder?: string;
                region: string;
                accessKeyId: string;
                secretAccessKey: string;
            };
        };
        ChangeServiceBody: {
            name?: string;
            pipelineIds?: string[];
        };
        AddConnectionBody: {
            region?: string;
        };
        ResetAccessKeyBody: {
            /** @enum {string} */
            mode?: "immediate" | "staged";
            graceHours?: number;
            /**
             * @default other
             * @enum {string}
             */
            reason?: "scheduled" | "lost" | "compromised" | "other";
            expectedAccessKeyId?: string | null;
        };
        PutAccessKeyBody: {
            accessKeyId: string;
            secretAccessKey: string;
            expectedAccessKeyId?: string | null;
            /**
             * @default other
             * @enum {string}
             */
            reason?: "scheduled" | "lost" | "compromised" | "other";
            /** @default false */
            force?: boolean;
        };
        RetireAccessKeyBody: {
            /** @default false */
            force?: boolean;
        };
        RestoreAccessKeyBody: Record<string, never>;
        PutPipelineBody: {
            name: string;
            /** @enum {string} */
            kind: "data-pipeline" | "rule" | "connector-job";
            /**
             * @default reads
             * @enum {string}
             */
            direction?: "reads" | "writes";
            /** @default [] */
            filePatterns?: string[];
            sourceSystem?: string;
            /** @default [] */
            contacts?: string[];
        };
        IdentifyFilesBody: {
            fileNames: string[];
        };
        AdoptUsersBody: {
            dryRun?: boolean;
            rows: {
                serviceName: string;
                bucket: string;
                folder: string;
                userName: string;
                region?: string;
                accessKeyId?: string;
                pipelineIds?: string[];
            }[];
        };
        ChangePolicyBody: {
            /** @default [] */
            contacts?: string[];
            /** @default {} */
            rotation?: {
                /** @default 180 */
                maxAgeDays?: number;
                remindBeforeDays?: number[];
                /** @default 7 */
                overdueEveryDays?: number;
                /**
                 * @default remind
                 * @enum {string}
                 */
                enforcement?: "remind" | "deactivate";
                deactivateAfterDays?: number;
                /** @default 14 */
                adoptionWindowDays?: number;
            };
            /** @default {} */
            reset?: {
                /**
                 * @default immediate
                 * @enum {string}
                 */
                defaultMode?: "immediate" | "staged";
                graceHoursDefault?: number;
                /** @default 168 */
                graceHoursMax?: number;
                /** @default 36 */
                quietHours?: number;
                hardStopDays?: number;
                /** @default 72 */
                undoHours?: number;
            };
            /** @description A rule of the deployment: sent along, the request is refused. */
            keyManagerRoles?: unknown;
            /** @description A rule of the deployment: sent along, the request is refused. */
            removalAllowed?: unknown;
            /** @description A rule of the deployment: sent along, the request is refused. */
            enabledRegions?: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Health = components['schemas']['Health'];
export type Document = components['schemas']['Document'];
export type Me = components['schemas']['Me'];
export type Service = components['schemas']['Service'];
export type ServiceForMembers = components['schemas']['ServiceForMembers'];
export type CreatedService = components['schemas']['CreatedService'];
export type ServiceList = components['schemas']['ServiceList'];
export type Dependents = components['schemas']['Dependents'];
export type Connection = components['schemas']['Connection'];
export type ConnectionList = components['schemas']['ConnectionList'];
export type AccessKey = components['schemas']['AccessKey'];
export type GivenAccessKey = components['schemas']['GivenAccessKey'];
export type Region = components['schemas']['Region'];
export type RegionList = components['schemas']['RegionList'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type HistoryList = components['schemas']['HistoryList'];
export type Pipeline = components['schemas']['Pipeline'];
export type PipelineForMembers = components['schemas']['PipelineForMembers'];
export type PipelineList = components['schemas']['PipelineList'];
export type DependentList = components['schemas']['DependentList'];
export type IdentifiedFiles = components['schemas']['IdentifiedFiles'];
export type Policy = components['schemas']['Policy'];
export type Summary = components['schemas']['Summary'];
export type Adoptions = components['schemas']['Adoptions'];
export type Problem = components['schemas']['Problem'];
export type GatewayMessage = components['schemas']['GatewayMessage'];
export type CreateServiceBody = components['schemas']['CreateServiceBody'];
export type ChangeServiceBody = components['schemas']['ChangeServiceBody'];
export type AddConnectionBody = components['schemas']['AddConnectionBody'];
export type ResetAccessKeyBody = components['schemas']['ResetAccessKeyBody'];
export type PutAccessKeyBody = components['schemas']['PutAccessKeyBody'];
export type RetireAccessKeyBody = components['schemas']['RetireAccessKeyBody'];
export type RestoreAccessKeyBody = components['schemas']['RestoreAccessKeyBody'];
export type PutPipelineBody = components['schemas']['PutPipelineBody'];
export type IdentifyFilesBody = components['schemas']['IdentifyFilesBody'];
export type AdoptUsersBody = components['schemas']['AdoptUsersBody'];
export type ChangePolicyBody = components['schemas']['ChangePolicyBody'];
export type $defs = Record<string, never>;
export interface operations {
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listServices: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where a page before this one ended: its `cursor`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "invalid_cursor";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    createService: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again do nothing twice, for 24 hours and per caller; a replayed access key is answered without its secret. The same key with another body is refused. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceBody"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedService"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json" | "unknown_pipeline";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "region_not_enabled";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "service_not_ready" | "rotation_in_progress" | "provider_managed" | "service_limit_reached";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "credentials_rejected" | "idempotency_key_reused";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_operations";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "capacity_exhausted" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serviceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"] | components["schemas"]["ServiceForMembers"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    deleteService: {
        parameters: {
            query?: {
                /** @description What is destroyed, named once more. Without it the request is refused. */
                confirm?: string;
            };
            header?: never;
            path: {
                serviceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. There is no body. */
            204: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "confirmation_required";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden" | "removal_not_allowed" | "system_service";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "confirmation_mismatch" | "service_not_ready" | "unmanaged_key_present" | "rotation_in_progress";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    changeService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serviceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeServiceBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json" | "unknown_pipeline";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden" | "system_service";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "operation_in_progress" | "service_not_ready";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listServiceConnections: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where a page before this one ended: its `cursor`. */
                cursor?: string;
            };
            header?: never;
            path: {
                serviceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "invalid_cursor";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    addConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again do nothing twice, for 24 hours and per caller; a replayed access key is answered without its secret. The same key with another body is refused. */
                "Idempotency-Key"?: string;
            };
            path: {
                serviceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddConnectionBody"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden" | "system_service";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "region_not_enabled";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "operation_in_progress" | "service_not_ready" | "adopted_service" | "customer_managed" | "connection_limit_reached";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_reused";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "capacity_exhausted" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where a page before this one ended: its `cursor`. */
                cursor?: string;
                /** @description Only connections that stand so. */
                status?: "not_configured" | "active" | "due" | "disabled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "invalid_cursor";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    deleteConnection: {
        parameters: {
            query?: {
                /** @description What is destroyed, named once more. Without it the request is refused. */
                confirm?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. There is no body. */
            204: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "confirmation_required";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden" | "removal_not_allowed" | "system_service";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "confirmation_mismatch" | "service_not_ready" | "unmanaged_key_present" | "rotation_in_progress";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listDependents: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where a page before this one ended: its `cursor`. */
                cursor?: string;
                /** @description Only pipelines with a pattern that matches it. */
                fileName?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DependentList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "invalid_cursor";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    putAccessKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutAccessKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenAccessKey"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "service_not_ready" | "rotation_in_progress" | "provider_managed";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "credentials_rejected";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_operations";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    resetAccessKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again do nothing twice, for 24 hours and per caller; a replayed access key is answered without its secret. The same key with another body is refused. */
                "Idempotency-Key"?: string;
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetAccessKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessKey"];
                };
            };
            /** @description Made. */
            201: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessKey"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "service_not_ready" | "unmanaged_key_present" | "user_missing" | "rotation_in_progress" | "customer_managed";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_reused";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_operations" | "too_many_idempotency_keys";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    removeAccessKey: {
        parameters: {
            query?: {
                /** @description What is destroyed, named once more. Without it the request is refused. */
                confirm?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "confirmation_required";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden" | "removal_not_allowed";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "confirmation_mismatch" | "no_access_key" | "service_not_ready" | "rotation_in_progress";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_operations";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    retireAccessKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again do nothing twice, for 24 hours and per caller; a replayed access key is answered without its secret. The same key with another body is refused. */
                "Idempotency-Key"?: string;
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetireAccessKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "service_not_ready" | "no_retiring_key" | "key_in_use" | "old_key_still_works";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_reused";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_operations" | "too_many_idempotency_keys";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    restoreAccessKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again do nothing twice, for 24 hours and per caller; a replayed access key is answered without its secret. The same key with another body is refused. */
                "Idempotency-Key"?: string;
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreAccessKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "service_not_ready" | "no_retiring_key" | "customer_managed" | "key_too_old";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_reused";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_operations" | "too_many_idempotency_keys";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listRegions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegionList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    resetRegionalKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body again do nothing twice, for 24 hours and per caller; a replayed access key is answered without its secret. The same key with another body is refused. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description As AWS calls it, for example eu-central-1. */
                region: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetAccessKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessKey"];
                };
            };
            /** @description Made. */
            201: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessKey"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "region_not_enabled";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "key_changed" | "operation_in_progress" | "service_not_ready" | "unmanaged_key_present" | "user_missing" | "rotation_in_progress" | "customer_managed";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_reused";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_operations" | "too_many_idempotency_keys";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "capacity_exhausted" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    adoptUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdoptUsersBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adoptions"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "adoption_not_enabled";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getConnectionHistory: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where a page before this one ended: its `cursor`. */
                cursor?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "invalid_cursor";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getHistory: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where a page before this one ended: its `cursor`. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "invalid_cursor";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipelineId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"] | components["schemas"]["PipelineForMembers"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    putPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipelineId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutPipelineBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            /** @description Made. */
            201: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "pipeline_limit_reached";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    deletePipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pipelineId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. There is no body. */
            204: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description There is no such thing in the caller's org. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description A conflict. Nothing was changed. */
            409: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "pipeline_in_use";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listPipelines: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description Where a page before this one ended: its `cursor`. */
                cursor?: string;
                /** @description Only pipelines with a pattern that matches it. */
                fileName?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineList"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "invalid_cursor";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    identifyFiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentifyFilesBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentifiedFiles"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description It is understood, and cannot be done. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_files";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    changePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePolicyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "malformed_json";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden" | "policy_locked";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The body is not said to be `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "busy" | "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getSummary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description No cache keeps it. */
                    "Cache-Control": "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description The request has faults: every one is in `errors`, by its path. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description No token, or none that counts: API Gateway's own answer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The caller, or the deployment, does not allow it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "forbidden";
                    };
                };
            };
            /** @description The body has more than 64 KB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too much in too short a time. */
            429: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A bug, or a right that Keyturn lacks: the log has the `requestId`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Nothing is lost: the same request can be sent again after `Retry-After`. */
            503: {
                headers: {
                    /** @description After so many seconds the same request is worth sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "unavailable";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
}
