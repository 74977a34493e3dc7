// What the user asked for, as values: one struct per command. Not how commands work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cityweave::cli {

/// What every command takes.
struct CommonOptions {
    std::string data;    ///< --data: folder of compiled data; empty: found as docs/data.md says
    unsigned jobs = 0;   ///< 0: one thread per core
    bool json = false;   ///< results for machines
    bool quiet = false;  ///< no progress
    std::string timings; ///< file for stage timings; empty: none
};

/// How inputs are read and placed; shared by build, ingest and extract.
struct ReadOptions {
    std::vector<std::string> inputs;
    std::string programme;   ///< programme file; may be empty
    std::string overrides;   ///< the user's overrides table; empty: none
    bool no_aliases = false; ///< leave out the shipped aliases.csv
    std::string columns;     ///< "network=Netz,partner=Stadt"
    std::size_t max_page_bytes = std::size_t{64} << 20;
};

struct BuildOptions {
    ReadOptions read;
    std::string output;
    std::vector<std::string> sheets{"png"}; ///< formats of maps/
    std::string base_url;                   ///< absolute address the folder will be served from; may be empty
    std::string lang = "en";
    bool force = false;
};
struct ExtractOptions {
    ReadOptions read;
    std::string rows = "-";
    std::string points; ///< empty: not asked for
};
struct IngestOptions {
    ReadOptions read;
    std::string output;
    std::string report;
    bool add = false; ///< to the atlas there is; else it is replaced
};
struct RemoveOptions {
    std::string atlas;
    std::string what; ///< network or city
    std::string kind; ///< "network", "place"; empty: whichever it is
};
struct GeocodeOptions {
    std::string text;
    std::string country;
    std::string overrides; ///< as ReadOptions has it
    bool no_aliases = false;
    std::size_t limit = 5;
    std::string batch;
    std::string output = "-";
};
enum class TableFormat { table, json, geojson, csv };
struct FindOptions { ///< near (radius) and nearest (count)
    std::string atlas;
    std::string place;
    std::string at;        ///< "LON,LAT"; used instead of place
    std::string radius;    ///< "300km"; empty for nearest
    std::size_t count = 0; ///< 0 for near
    std::vector<std::string> clusters, networks, countries, roles;
    std::string partners_of;
    bool not_yet_linked = false;
    bool partners_of_partners = false;
    TableFormat format = TableFormat::table;
};
struct NetworksOptions {
    std::string atlas;
};
struct ShowOptions {
    std::string atlas;
    std::string what;
};
struct TilesOptions {
    std::string input;
    std::string output;
    int minzoom = 0;
    int maxzoom = 8;
    std::string layer;
    std::string id_field;
};
struct RenderOptions {
    std::string archive;
    std::string output;
    std::string network, cluster, country, role;
    std::string per;                  ///< network, cluster, country; empty: one sheet
    std::vector<std::string> formats; ///< empty: by the output's ending, else png
    std::string size = "1600x1600";
    double scale = 1;
    std::string crs; ///< empty: the archive's
    std::string style;
    std::string title, subtitle;
    std::string lang = "en";
    bool graticule = false;
    std::string label_report;
};
struct VerifyOptions {
    std::string archive;
    std::string atlas;
};

using Command = std::variant<BuildOptions, ExtractOptions, IngestOptions, RemoveOptions, GeocodeOptions, FindOptions, NetworksOptions,
                             ShowOptions, TilesOptions, RenderOptions, VerifyOptions>;

struct Invocation {
    CommonOptions common;
    Command command;
};

/// What to do instead of running a command: print `text` (help, version, or what is wrong) and exit with `code`.
struct Instead {
    std::string text;
    int code;
};

[[nodiscard]] std::variant<Invocation, Instead> parse_command_line(int argc, const char* const* argv);

} // namespace cityweave::cli
