// The programme file (JSON): what a programme says of itself beside its pages. Not pages, not geocoding.
#pragma once

#include "atlas/model.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// A network the programme file knows, with the other spellings it is met under.
struct KnownNetwork {
    std::string name;
    std::string cluster; ///< slug; empty if the file gives none
    std::vector<std::string> aliases;
};

/// As read, in file order. Default: no file given.
struct ProgrammeFile {
    atlas::Programme programme{.id = "programme", .name = "", .sources = {}};
    std::vector<atlas::Cluster> clusters;
    std::vector<KnownNetwork> networks;
    std::string overrides; ///< path of a programme's own overrides table, relative to the file; empty if none
};

/// Whether there is a file: false for the default.
[[nodiscard]] bool is_told(const ProgrammeFile& programme);

/// Reads the file's text; `source` names it in problems. Needed: `id`, `name`. Optional: `region.crs`, `clusters`
/// (each `id`, `names` or `name`, optional `hue` "#RRGGBB" and `shape`), `networks`, `sources`, `overrides`. Unknown keys are ignored.
/// Problems: "json-syntax", "programme-field" naming the path of the field.
[[nodiscard]] base::Result<ProgrammeFile> parse_programme_file(std::string_view text, const std::string& source);

} // namespace cityweave::ingest
