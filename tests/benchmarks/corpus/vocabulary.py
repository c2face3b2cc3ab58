"""The words that the texts are made of: pairs in English and Chinese, the commonest first."""

COMMON = "cluster"  # stands in 60% of the papers, and in no other word here

_MANNERS = """
distributed:分布式 elastic:弹性 dynamic:动态 adaptive:自适应 efficient:高效 asynchronous:异步 sparse:稀疏 fair:公平
preemptive:抢占式 serverless:无服务器 federated:联邦 quantized:量化 speculative:推测式 pipelined:流水线
hierarchical:层次化 energy-aware:能耗感知 topology-aware:拓扑感知 heterogeneous:异构 decentralised:去中心化
incremental:增量 predictive:预测式 cooperative:协同 approximate:近似 transparent:透明 predictable:可预测
fault-tolerant:容错 streaming:流式 offline:离线 online:在线 multi-tenant:多租户 low-latency:低延迟
disaggregated:解耦 declarative:声明式 compiled:编译式 lock-free:无锁 batched:批量 learned:学习型 robust:鲁棒
portable:可移植 verified:可验证
"""
_DEEDS = """
training:训练 scheduling:调度 inference:推理 serving:服务 caching:缓存 placement:放置 checkpointing:检查点
compression:压缩 sharding:分片 batching:批处理 profiling:性能分析 prefetching:预取 offloading:卸载 replication:复制
partitioning:划分 migration:迁移 monitoring:监控 autoscaling:自动扩缩容 tuning:调优 debugging:调试 routing:路由
pruning:剪枝 distillation:蒸馏 fine-tuning:微调 aggregation:聚合 synchronisation:同步 recovery:恢复 admission:准入
load-balancing:负载均衡 provisioning:资源供给 deduplication:去重 logging:日志 tracing:追踪 indexing:索引
ranking:排序 sampling:采样 tokenising:分词 embedding:嵌入 labelling:标注 testing:测试
"""
_THINGS = """
models:模型 workloads:负载 accelerators:加速器 gradients:梯度 datacenters:数据中心 parameters:参数 storage:存储
memory:内存 networks:网络 graphs:图 transformers:变换器 requests:请求 jobs:作业 tensors:张量 recommenders:推荐系统
tenants:租户 operators:算子 kernels:内核 tokens:词元 experts:专家 prompts:提示词 containers:容器 devices:设备
queues:队列 pipelines:管线 replicas:副本 stragglers:落后者 interconnects:互连 switches:交换机 disks:磁盘 files:文件
transactions:事务 indexes:索引结构 notebooks:笔记本 budgets:预算 deadlines:截止时间 traces:轨迹 simulators:模拟器
compilers:编译器 runtimes:运行时 databases:数据库 sensors:传感器 images:图像 videos:视频 sentences:句子
dialogues:对话 robots:机器人 molecules:分子 proteins:蛋白质 weather:天气
"""
_MEASURES = """
throughput:吞吐量 latency:延迟 utilisation:利用率 fairness:公平性 accuracy:准确率 cost:成本 bandwidth:带宽
energy:能耗 memory-footprint:内存占用 makespan:完工时间 goodput:有效吞吐 tail-latency:尾延迟 availability:可用性
staleness:陈旧度 overhead:开销 queueing-delay:排队延迟 convergence:收敛速度 freshness:新鲜度 recall:召回率
interference:干扰
"""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((english, chinese) for english, chinese in (pair.split(":") for pair in text.split()))


MANNERS, DEEDS, THINGS, MEASURES = _pairs(_MANNERS), _pairs(_DEEDS), _pairs(_THINGS), _pairs(_MEASURES)
SYLLABLES = "ga ro li ven ta mo ki sel dra pu no shi ler zan fe qua bry tor mi as gol ne xi wen hu"
