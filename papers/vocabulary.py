"""What is known of the field's venues and institutions before any list is read; names are compared without case."""

from typing import NamedTuple


class KnownVenue(NamedTuple):
    """`area` and `kind` are values of `Venue.Area` and `Venue.Kind`."""

    name: str
    full_name: str
    area: str
    kind: str = "conference"
    aliases: tuple[str, ...] = ()


class KnownInstitution(NamedTuple):
    name: str
    full_name: str
    aliases: tuple[str, ...] = ()


VENUES: tuple[KnownVenue, ...] = (
    # systems
    KnownVenue("SOSP", "ACM Symposium on Operating Systems Principles", "systems", aliases=("ACM SOSP",)),
    KnownVenue(
        "OSDI", "USENIX Symposium on Operating Systems Design and Implementation", "systems", aliases=("USENIX OSDI",)
    ),
    KnownVenue(
        "ATC", "USENIX Annual Technical Conference", "systems", aliases=("USENIX ATC", "USENIX-ATC", "USENIXATC")
    ),
    KnownVenue("EuroSys", "European Conference on Computer Systems", "systems", aliases=("ACM EuroSys",)),
    KnownVenue("FAST", "USENIX Conference on File and Storage Technologies", "systems", aliases=("USENIX FAST",)),
    KnownVenue("SoCC", "ACM Symposium on Cloud Computing", "systems", aliases=("ACM SoCC",)),
    KnownVenue("MLSys", "Conference on Machine Learning and Systems", "systems", aliases=("SysML",)),
    KnownVenue("RTSS", "IEEE Real-Time Systems Symposium", "systems", aliases=("IEEE RTSS",)),
    KnownVenue("Middleware", "ACM/IFIP International Middleware Conference", "systems"),
    KnownVenue("SYSTOR", "ACM International Systems and Storage Conference", "systems"),
    KnownVenue("DSN", "IEEE/IFIP International Conference on Dependable Systems and Networks", "systems"),
    KnownVenue("ICDCS", "IEEE International Conference on Distributed Computing Systems", "systems"),
    KnownVenue("LISA", "Large Installation System Administration Conference", "systems", aliases=("USENIX LISA",)),
    KnownVenue("HotCloud", "USENIX Workshop on Hot Topics in Cloud Computing", "systems", "workshop"),
    KnownVenue("HotOS", "Workshop on Hot Topics in Operating Systems", "systems", "workshop"),
    KnownVenue("HotStorage", "Workshop on Hot Topics in Storage and File Systems", "systems", "workshop"),
    KnownVenue("APSys", "ACM Asia-Pacific Workshop on Systems", "systems", "workshop"),
    KnownVenue("EuroMLSys", "Workshop on Machine Learning and Systems", "systems", "workshop"),
    KnownVenue("TOCS", "ACM Transactions on Computer Systems", "systems", "journal", ("ACM TOCS",)),
    KnownVenue("TOS", "ACM Transactions on Storage", "systems", "journal", ("ACM TOS",)),
    # architecture
    KnownVenue("ISCA", "International Symposium on Computer Architecture", "architecture"),
    KnownVenue(
        "ASPLOS",
        "International Conference on Architectural Support for Programming Languages and Operating Systems",
        "architecture",
    ),
    KnownVenue("HPCA", "IEEE International Symposium on High-Performance Computer Architecture", "architecture"),
    KnownVenue("MICRO", "IEEE/ACM International Symposium on Microarchitecture", "architecture"),
    KnownVenue("PACT", "International Conference on Parallel Architectures and Compilation Techniques", "architecture"),
    KnownVenue("DAC", "Design Automation Conference", "architecture"),
    KnownVenue("DATE", "Design, Automation and Test in Europe Conference", "architecture"),
    KnownVenue("ICCAD", "IEEE/ACM International Conference on Computer-Aided Design", "architecture"),
    KnownVenue("FPGA", "ACM/SIGDA International Symposium on Field-Programmable Gate Arrays", "architecture"),
    KnownVenue("FCCM", "IEEE International Symposium on Field-Programmable Custom Computing Machines", "architecture"),
    KnownVenue("ISSCC", "IEEE International Solid-State Circuits Conference", "architecture"),
    KnownVenue("IISWC", "IEEE International Symposium on Workload Characterization", "architecture"),
    KnownVenue(
        "ISPASS", "IEEE International Symposium on Performance Analysis of Systems and Software", "architecture"
    ),
    KnownVenue("IEEE Micro", "IEEE Micro", "architecture", "journal"),
    KnownVenue("TACO", "ACM Transactions on Architecture and Code Optimization", "architecture", "journal"),
    # AI
    KnownVenue(
        "NeurIPS",
        "Conference on Neural Information Processing Systems",
        "ai",
        aliases=("NIPS", "Advances in Neural Information Processing Systems"),
    ),
    KnownVenue("ICML", "International Conference on Machine Learning", "ai"),
    KnownVenue("ICLR", "International Conference on Learning Representations", "ai"),
    KnownVenue("AAAI", "AAAI Conference on Artificial Intelligence", "ai"),
    KnownVenue("IJCAI", "International Joint Conference on Artificial Intelligence", "ai"),
    KnownVenue("AISTATS", "International Conference on Artificial Intelligence and Statistics", "ai"),
    KnownVenue("UAI", "Conference on Uncertainty in Artificial Intelligence", "ai"),
    KnownVenue("COLM", "Conference on Language Modeling", "ai"),
    KnownVenue("CoRL", "Conference on Robot Learning", "ai"),
    KnownVenue("CVPR", "IEEE/CVF Conference on Computer Vision and Pattern Recognition", "ai", aliases=("IEEE CVPR",)),
    KnownVenue("ICCV", "IEEE/CVF International Conference on Computer Vision", "ai", aliases=("IEEE ICCV",)),
    KnownVenue("ECCV", "European Conference on Computer Vision", "ai"),
    KnownVenue("MM", "ACM International Conference on Multimedia", "ai", aliases=("ACM MM", "ACM Multimedia")),
    KnownVenue("ACL", "Annual Meeting of the Association for Computational Linguistics", "ai"),
    KnownVenue("EMNLP", "Conference on Empirical Methods in Natural Language Processing", "ai"),
    KnownVenue(
        "NAACL",
        "Annual Conference of the North American Chapter of the Association for Computational Linguistics",
        "ai",
        aliases=("NAACL-HLT",),
    ),
    KnownVenue("Interspeech", "Annual Conference of the International Speech Communication Association", "ai"),
    KnownVenue("ICASSP", "IEEE International Conference on Acoustics, Speech and Signal Processing", "ai"),
    KnownVenue("RecSys", "ACM Conference on Recommender Systems", "ai", aliases=("ACM RecSys",)),
    KnownVenue("JMLR", "Journal of Machine Learning Research", "ai", "journal"),
    KnownVenue("TMLR", "Transactions on Machine Learning Research", "ai", "journal"),
    KnownVenue("TACL", "Transactions of the Association for Computational Linguistics", "ai", "journal"),
    # data management
    KnownVenue(
        "VLDB",
        "International Conference on Very Large Data Bases",
        "data-management",
        aliases=("PVLDB", "Proc. VLDB Endow.", "Proceedings of the VLDB Endowment"),
    ),
    KnownVenue(
        "SIGMOD",
        "ACM International Conference on Management of Data",
        "data-management",
        aliases=("ACM SIGMOD", "SIGMOD/PODS", "PACMMOD", "Proc. ACM Manag. Data"),
    ),
    KnownVenue("ICDE", "IEEE International Conference on Data Engineering", "data-management", aliases=("IEEE ICDE",)),
    KnownVenue("CIDR", "Conference on Innovative Data Systems Research", "data-management"),
    KnownVenue("EDBT", "International Conference on Extending Database Technology", "data-management"),
    KnownVenue(
        "KDD",
        "ACM SIGKDD Conference on Knowledge Discovery and Data Mining",
        "data-management",
        aliases=("SIGKDD", "ACM SIGKDD", "ACM KDD"),
    ),
    KnownVenue(
        "CIKM",
        "ACM International Conference on Information and Knowledge Management",
        "data-management",
        aliases=("ACM CIKM",),
    ),
    KnownVenue(
        "WSDM", "ACM International Conference on Web Search and Data Mining", "data-management", aliases=("ACM WSDM",)
    ),
    KnownVenue(
        "SIGIR",
        "ACM SIGIR Conference on Research and Development in Information Retrieval",
        "data-management",
        aliases=("ACM SIGIR",),
    ),
    KnownVenue("ICDM", "IEEE International Conference on Data Mining", "data-management", aliases=("IEEE ICDM",)),
    KnownVenue(
        "TKDE", "IEEE Transactions on Knowledge and Data Engineering", "data-management", "journal", ("IEEE TKDE",)
    ),
    KnownVenue("VLDB Journal", "The VLDB Journal", "data-management", "journal", ("VLDBJ", "VLDB J.")),
    # networking
    KnownVenue(
        "NSDI",
        "USENIX Symposium on Networked Systems Design and Implementation",
        "networking",
        aliases=("USENIX NSDI",),
    ),
    KnownVenue("SIGCOMM", "ACM SIGCOMM Conference", "networking", aliases=("ACM SIGCOMM",)),
    KnownVenue(
        "CoNEXT",
        "International Conference on emerging Networking EXperiments and Technologies",
        "networking",
        aliases=("ACM CoNEXT",),
    ),
    KnownVenue("IMC", "ACM Internet Measurement Conference", "networking", aliases=("ACM IMC",)),
    KnownVenue(
        "INFOCOM", "IEEE International Conference on Computer Communications", "networking", aliases=("IEEE INFOCOM",)
    ),
    KnownVenue(
        "MobiSys",
        "International Conference on Mobile Systems, Applications, and Services",
        "networking",
        aliases=("ACM MobiSys",),
    ),
    KnownVenue(
        "MobiCom", "International Conference on Mobile Computing and Networking", "networking", aliases=("ACM MobiCom",)
    ),
    KnownVenue("SenSys", "ACM Conference on Embedded Networked Sensor Systems", "networking", aliases=("ACM SenSys",)),
    KnownVenue("HotNets", "ACM Workshop on Hot Topics in Networks", "networking", "workshop", ("ACM HotNets",)),
    KnownVenue("APNet", "Asia-Pacific Workshop on Networking", "networking", "workshop"),
    KnownVenue("TON", "IEEE/ACM Transactions on Networking", "networking", "journal", ("IEEE/ACM TON",)),
    # high-performance computing
    KnownVenue(
        "SC",
        "International Conference for High Performance Computing, Networking, Storage and Analysis",
        "hpc",
        aliases=("Supercomputing", "ACM/IEEE SC"),
    ),
    KnownVenue("ICS", "ACM International Conference on Supercomputing", "hpc", aliases=("ACM ICS",)),
    KnownVenue("ICPP", "International Conference on Parallel Processing", "hpc"),
    KnownVenue(
        "HPDC",
        "International Symposium on High-Performance Parallel and Distributed Computing",
        "hpc",
        aliases=("ACM HPDC",),
    ),
    KnownVenue(
        "PPoPP",
        "ACM SIGPLAN Symposium on Principles and Practice of Parallel Programming",
        "hpc",
        aliases=("ACM PPoPP",),
    ),
    KnownVenue(
        "IPDPS", "IEEE International Parallel and Distributed Processing Symposium", "hpc", aliases=("IEEE IPDPS",)
    ),
    KnownVenue("Cluster", "IEEE International Conference on Cluster Computing", "hpc", aliases=("IEEE Cluster",)),
    KnownVenue("CCGrid", "IEEE/ACM International Symposium on Cluster, Cloud and Internet Computing", "hpc"),
    KnownVenue(
        "Euro-Par",
        "International European Conference on Parallel and Distributed Computing",
        "hpc",
        aliases=("EuroPar",),
    ),
    KnownVenue("TPDS", "IEEE Transactions on Parallel and Distributed Systems", "hpc", "journal", ("IEEE TPDS",)),
    # software engineering and programming languages
    KnownVenue("ICSE", "IEEE/ACM International Conference on Software Engineering", "software-engineering"),
    KnownVenue(
        "ESEC/FSE",
        "ACM Joint European Software Engineering Conference and Symposium on the Foundations of Software Engineering",
        "software-engineering",
        aliases=("FSE", "FSE/ESEC", "ESEC-FSE"),
    ),
    KnownVenue("ASE", "IEEE/ACM International Conference on Automated Software Engineering", "software-engineering"),
    KnownVenue("ISSTA", "ACM SIGSOFT International Symposium on Software Testing and Analysis", "software-engineering"),
    KnownVenue(
        "PLDI",
        "ACM SIGPLAN Conference on Programming Language Design and Implementation",
        "software-engineering",
        aliases=("ACM PLDI",),
    ),
    KnownVenue(
        "POPL",
        "ACM SIGPLAN Symposium on Principles of Programming Languages",
        "software-engineering",
        aliases=("ACM POPL",),
    ),
    KnownVenue(
        "OOPSLA",
        "ACM SIGPLAN International Conference on Object-Oriented Programming, Systems, Languages, and Applications",
        "software-engineering",
    ),
    KnownVenue("CGO", "IEEE/ACM International Symposium on Code Generation and Optimization", "software-engineering"),
    # other
    KnownVenue("WWW", "The Web Conference", "other", aliases=("TheWebConf", "The Web Conference")),
    KnownVenue("CCS", "ACM Conference on Computer and Communications Security", "other", aliases=("ACM CCS",)),
    KnownVenue("S&P", "IEEE Symposium on Security and Privacy", "other", aliases=("IEEE S&P", "Oakland", "IEEE SP")),
    KnownVenue("USENIX Security", "USENIX Security Symposium", "other", aliases=("USENIX Sec",)),
    KnownVenue("NDSS", "Network and Distributed System Security Symposium", "other"),
    KnownVenue(
        "SIGMETRICS",
        "ACM SIGMETRICS International Conference on Measurement and Modeling of Computer Systems",
        "other",
        aliases=("ACM SIGMETRICS",),
    ),
    KnownVenue("CSUR", "ACM Computing Surveys", "other", "journal", ("ACM CSUR", "ACM Computing Surveys")),
    KnownVenue("CACM", "Communications of the ACM", "other", "journal", ("Commun. ACM", "Communications of the ACM")),
    KnownVenue("Nature", "Nature", "other", "journal"),
    KnownVenue("Science", "Science", "other", "journal"),
    KnownVenue("arXiv", "arXiv", "other", "preprint-server", ("arXiv preprint", "arXiv.org", "CoRR")),
    KnownVenue("bioRxiv", "bioRxiv", "other", "preprint-server"),
    KnownVenue("SSRN", "Social Science Research Network", "other", "preprint-server"),
    KnownVenue("OpenReview", "OpenReview", "other", "other", ("OpenReview.net",)),
)

INSTITUTIONS: tuple[KnownInstitution, ...] = (
    KnownInstitution("Alibaba", "Alibaba Group", ("Alibaba Group", "Alibaba Cloud")),
    KnownInstitution("Amazon", "Amazon", ("AWS", "Amazon Web Services")),
    KnownInstitution("ByteDance", "ByteDance"),
    KnownInstitution("CAS", "Chinese Academy of Sciences", ("Chinese Academy of Sciences",)),
    KnownInstitution("CityU", "City University of Hong Kong", ("City University of Hong Kong", "CityUHK")),
    KnownInstitution("CMU", "Carnegie Mellon University", ("Carnegie Mellon", "Carnegie Mellon University")),
    KnownInstitution("Columbia", "Columbia University", ("Columbia University",)),
    KnownInstitution("Cornell", "Cornell University", ("Cornell University",)),
    KnownInstitution("CUHK", "The Chinese University of Hong Kong", ("The Chinese University of Hong Kong",)),
    KnownInstitution("EPFL", "École polytechnique fédérale de Lausanne"),
    KnownInstitution("ETH", "ETH Zurich", ("ETH Zurich", "ETH Zürich", "ETHZ")),
    KnownInstitution("Fudan", "Fudan University", ("Fudan University",)),
    KnownInstitution("Georgia Tech", "Georgia Institute of Technology", ("Gatech", "Georgia Institute of Technology")),
    KnownInstitution("Google", "Google", ("Google Research", "Google Brain")),
    KnownInstitution("Harvard", "Harvard University", ("Harvard University",)),
    KnownInstitution("HKU", "The University of Hong Kong", ("The University of Hong Kong", "University of Hong Kong")),
    KnownInstitution(
        "HKUST",
        "The Hong Kong University of Science and Technology",
        ("The Hong Kong University of Science and Technology", "Hong Kong University of Science and Technology"),
    ),
    KnownInstitution("Huawei", "Huawei Technologies"),
    KnownInstitution("HUST", "Huazhong University of Science and Technology"),
    KnownInstitution("IBM", "International Business Machines Corporation", ("IBM Research",)),
    KnownInstitution("IC", "Imperial College London", ("Imperial", "Imperial College", "Imperial College London")),
    KnownInstitution("IEU", "Information Engineering University", ("Information Engineering University",)),
    KnownInstitution("Intel", "Intel Corporation", ("Intel Labs",)),
    KnownInstitution("JHU", "Johns Hopkins University", ("Johns Hopkins", "Johns Hopkins University")),
    KnownInstitution(
        "KAIST",
        "Korea Advanced Institute of Science and Technology",
        ("Korea Advanced Institute of Science and Technology",),
    ),
    KnownInstitution("KAUST", "King Abdullah University of Science and Technology"),
    KnownInstitution("Meta", "Meta Platforms", ("Facebook", "Meta AI", "FAIR")),
    KnownInstitution("Microsoft", "Microsoft Corporation"),
    KnownInstitution("MIT", "Massachusetts Institute of Technology", ("Massachusetts Institute of Technology",)),
    KnownInstitution("MSR", "Microsoft Research", ("Microsoft Research",)),
    KnownInstitution("MSRA", "Microsoft Research Asia", ("Microsoft Research Asia", "MSR Asia")),
    KnownInstitution("MSRI", "Microsoft Research India", ("Microsoft Research India", "MSR India")),
    KnownInstitution("NTU", "Nanyang Technological University", ("Nanyang Technological University",)),
    KnownInstitution("NUS", "National University of Singapore", ("National University of Singapore",)),
    KnownInstitution("NVIDIA", "NVIDIA Corporation"),
    KnownInstitution("NYU", "New York University", ("New York University",)),
    KnownInstitution("OpenAI", "OpenAI"),
    KnownInstitution("PKU", "Peking University", ("Peking University",)),
    KnownInstitution("Princeton", "Princeton University", ("Princeton University",)),
    KnownInstitution("Purdue", "Purdue University", ("Purdue University",)),
    KnownInstitution("RiceU", "Rice University", ("Rice", "Rice University")),
    KnownInstitution("SambaNova", "SambaNova Systems", ("SambaNova Systems",)),
    KnownInstitution("SJTU", "Shanghai Jiao Tong University", ("Shanghai Jiao Tong University",)),
    KnownInstitution("SNU", "Seoul National University", ("Seoul National University",)),
    KnownInstitution("Stanford", "Stanford University", ("Standford", "Stanford University")),
    KnownInstitution(
        "Technion", "Technion – Israel Institute of Technology", ("IIT", "Israel Institute of Technology")
    ),
    KnownInstitution("Tencent", "Tencent"),
    KnownInstitution("THU", "Tsinghua University", ("Tsinghua", "Tsinghua University")),
    KnownInstitution("UC", "University of Chicago", ("UChicago", "University of Chicago")),
    KnownInstitution(
        "UCB", "University of California, Berkeley", ("UC Berkeley", "Berkeley", "University of California, Berkeley")
    ),
    KnownInstitution(
        "UCLA", "University of California, Los Angeles", ("UC Los Angeles", "University of California, Los Angeles")
    ),
    KnownInstitution("UCM", "University of California, Merced", ("UC Merced", "University of California, Merced")),
    KnownInstitution(
        "UCSB",
        "University of California, Santa Barbara",
        ("UC Santa Barbara", "University of California, Santa Barbara"),
    ),
    KnownInstitution(
        "UCSD", "University of California San Diego", ("UC San Diego", "University of California, San Diego")
    ),
    KnownInstitution("UIUC", "University of Illinois Urbana-Champaign", ("Illinois",)),
    KnownInstitution("UMich", "University of Michigan", ("Michigan", "University of Michigan")),
    KnownInstitution(
        "UNIST",
        "Ulsan National Institute of Science and Technology",
        ("Ulsan National Institute of Science and Technology",),
    ),
    KnownInstitution(
        "USTC", "University of Science and Technology of China", ("University of Science and Technology of China",)
    ),
    KnownInstitution("UT", "University of Toronto", ("UofT", "U of T", "Toronto", "University of Toronto")),
    KnownInstitution("UT Austin", "The University of Texas at Austin", ("University of Texas at Austin",)),
    KnownInstitution("UTD", "The University of Texas at Dallas", ("UT Dallas", "University of Texas at Dallas")),
    KnownInstitution("UW", "University of Washington", ("UWashington", "University of Washington")),
    KnownInstitution(
        "UWM",
        "University of Wisconsin–Madison",
        ("UW-Madison", "UW–Madison", "UW Madison", "Wisconsin", "University of Wisconsin-Madison"),
    ),
    KnownInstitution("XDU", "Xidian University", ("Xidian", "Xidian University")),
    KnownInstitution("ZJU", "Zhejiang University", ("Zhejiang University",)),
)
