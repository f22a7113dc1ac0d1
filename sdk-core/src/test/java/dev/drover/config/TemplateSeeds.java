package dev.drover.config;

/** Good files that hold every key there is. */
final class TemplateSeeds {
    static final String PIPELINE = """
            description: All of it.
            environment: [TEAM]
            inputs:
              day: {type: text, default: today}
            name: 'nightly ${env.TEAM}'
            newCluster: {location: 'emr://eu-west-1', spec: {workers: 2}}
            ready: 20m
            parallel: 3
            onFailure: skip-dependents
            exitCodes: {2: warning-stop, 3: success}
            timeout: 6h
            steps:
              - name: extract
                job: {command: {program: extract, args: ['${inputs.day}']}}
                timeout: 1h
                attempts: 2
                onFailure: continue
                exitCodes: {7: warning}
              - name: load
                after: [extract]
                job: {pySpark: {script: 's3://c/a.py'}}
            """;

    static final String CLUSTER = """
            description: All of it.
            location: emr://eu-west-1
            key: [etl, nightly]
            spec:
              workers: 4
              worker: {cores: 4, memory: 8GiB}
              sparkVersion: '4.2.0'
              conf: {spark.eventLog.enabled: 'true'}
              bootstrap:
                - {name: here, script: 'true', args: [a, b], env: {A: b}, timeout: 1m}
                - {name: there, uri: 's3://c/a.sh'}
              idleTimeout: 1h
              maxAge: 12h
              shuffleService: true
              labels: {team: blue}
              master: {machines: [m7g.xlarge]}
              workerNodes:
                machines: [m7g.xlarge, {cores: 4, memory: 16GiB}]
                disks: [{size: 200GiB, type: gp3}, {size: 50GiB}]
                purchase: spot-else-on-demand
              gateway: {machines: [{cores: 1, memory: 1GiB}], purchase: spot}
              scaling: {min: 2, max: 10}
              logs: s3://logs/spark
            outputs: {master: 'spark://${cluster.master}', id: '${cluster.id}'}
            """;

    static final String CLUSTER_WITH_INPUTS = """
            environment: [TEAM]
            inputs:
              workers: {type: integer, min: 1, max: 20, default: 4, description: How many.}
              memory: {type: size, default: 8GiB, min: 1GiB, max: 64GiB}
              idle: {type: duration, min: 1m, max: 2h, default: 1h}
              spot: {type: choice, choices: [spot, on-demand], default: on-demand}
              share: {type: number, min: 0, max: 1, default: 0.5}
              shuffle: {type: boolean, default: false}
              tags: {type: list, pattern: '[a-z]+', default: [a, b]}
              team: {type: text, pattern: '[a-z]+', default: '${env.TEAM}'}
              token: {type: secret, default: {env: TOKEN}}
            location: mem://cloud
            key: etl/${inputs.team}
            spec:
              workers: ${inputs.workers}
              worker: {cores: 4, memory: '${inputs.memory}'}
              release: emr-7.2.0
              idleTimeout: ${inputs.idle}
              shuffleService: ${inputs.shuffle}
              workerNodes: {machines: ['m${inputs.workers}.large'], purchase: '${inputs.spot}'}
              conf: {spark.memory.fraction: '${inputs.share}'}
              labels: {team: '${inputs.team}', cost: '$${inputs.team}'}
              bootstrap: [{name: a, script: 'true', args: '${inputs.tags}'}]
            """;

    static final String PY_SPARK = """
            inputs:
              day: {type: text, default: '2026-11-21'}
              executors: {type: integer, default: 3}
              token: {type: secret, default: {file: token.txt}}
            pool: etl
            key: etl/${inputs.day}
            spec:
              pySpark:
                script: s3://code/main.py
                pyFiles: [s3://code/etl.whl]
                name: nightly
                args: [--day, '${inputs.day}', '']
                conf: {spark.ui.enabled: 'false'}
                env: {STAGE: test}
                secrets: {TOKEN: '${inputs.token}', KEY: {file: key.txt}}
                driver: {cores: 2, memory: 4GiB}
                executor: {cores: 4, memory: 1536MiB}
                executors: ${inputs.executors}
                scheduler: fair
                labels: {team: blue}
                queue: root.etl
            submit: {onSucceeded: return, onFailed: rerun, onCancelled: rerun, onLost: rerun, attempts: 3, timeout: 1m}
            outputs: {run: '${job.id}'}
            """;

    static final String SPARK_JAR = """
            cluster: emr://eu-west-1/j-3ABC
            key: k
            spec:
              sparkJar:
                jar: s3://code/a.jar
                mainClass: com.acme.Etl
                jars: [s3://code/b.jar]
                dynamicAllocation: {min: 0, max: 9, idleTimeout: 2m}
            """;

    static final String SQL = """
            cluster: etl
            key: [a, b]
            spec: {sparkSql: {text: SELECT 1}}
            """;

    static final String COMMAND = """
            description: A command.
            key: k
            spec: {command: {program: bash, args: [-c, 'true']}}
            """;

    static final String DROVER = """
            environment: [TEAM]
            identity: {oidcTokenFile: token}
            namespace: ${env.TEAM}
            ledger: s3://acme-drover/keys/
            sharedStatus: s3://acme-drover/seen/
            operationTimeout: 1m
            clockSkew: 10s
            guard:
              maxTries: 3
              backoff: {base: 10ms, cap: 1s}
              breaker: {failureRate: 0.25}
              budgets: [{burst: 3, perSecond: 0.5}]
            locations:
              farm://hill:
                field: north
                sheep: 12
                share: 0.5
                timeout: 1h30m
                breed: hill-sheep
                ca: certs/ca.pem
                proxy: http://proxy:3128
                names: [dolly]
                conf: {a: b}
                password: {env: SECRET}
                gateOpen: true
            pools:
              etl:
                policy: smooth-weighted
                maxWait: 2m
                members:
                  - {cluster: 'farm://hill/a', weight: 3, labels: {zone: eu}, queues: [daily], queueNames: {etl: root.etl}}
                  - {cluster: 'farm://hill/b', sparkVersion: '4.2.0', maxInFlight: 5}
              sticky: {stickyByKey: 2, members: [{cluster: 'farm://hill/a'}]}
            clusters:
              nightly: {template: etl.cluster.yaml, inputs: {workers: 8, tags: [x], token: {env: T}}}
              small: {location: 'farm://hill', key: small, spec: {workers: 2}}
            """;

    private TemplateSeeds() {}
}
