#include "ingest/programme_file.hpp"

#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace cityweave::ingest {

namespace {

constexpr std::array shapes{"circle", "square", "triangle", "diamond", "pentagon", "hexagon", "star"};

/// Collects the first problem, so that the readers below stay straight lines.
class FieldReader {
public:
    explicit FieldReader(std::string source) : source_(std::move(source)) {}

    std::string text(const base::Json& parent, const std::string& path, std::string_view key, bool needed) {
        const auto* value = parent.find(key);
        if (!value || value->is_null()) {
            if (needed) reject(fmt::format("{}{}", path, key), "nothing", "a text");
            return {};
        }
        if (const auto* text = value->string()) return base::nfc(*text);
        reject(fmt::format("{}{}", path, key), base::to_text(*value), "a text");
        return {};
    }
    const base::JsonArray& list(const base::Json& parent, const std::string& path, std::string_view key) {
        static const base::JsonArray none;
        const auto* value = parent.find(key);
        if (!value || value->is_null()) return none;
        if (const auto* items = value->array()) return *items;
        reject(fmt::format("{}{}", path, key), base::to_text(*value), "a list");
        return none;
    }
    void reject(const std::string& path, std::string found, std::string expected) {
        if (problem_) return;
        constexpr std::size_t shown = 60;
        if (found.size() > shown) found = found.substr(0, shown) + "…";
        problem_ = base::Problem{
            .code = "programme-field", .source = source_, .found = fmt::format("{} in {}", found, path), .expected = std::move(expected)};
    }
    [[nodiscard]] const std::optional<base::Problem>& problem() const noexcept { return problem_; }

private:
    std::string source_;
    std::optional<base::Problem> problem_;
};

bool is_hue(const std::string& hue) {
    const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    return hue.size() == 7 && hue[0] == '#' && std::all_of(hue.begin() + 1, hue.end(), hex);
}

atlas::Names read_names(FieldReader& reader, const base::Json& item, const std::string& path) {
    atlas::Names names;
    const auto* value = item.find("names");
    if (!value) return names;
    const auto* members = value->object();
    if (!members) {
        reader.reject(path + "names", base::to_text(*value), "an object of language and name");
        return names;
    }
    for (const auto& [language, name] : *members) {
        if (const auto* text = name.string())
            names[language] = base::nfc(*text);
        else
            reader.reject(fmt::format("{}names.{}", path, language), base::to_text(name), "a text");
    }
    return names;
}

atlas::Cluster read_cluster(FieldReader& reader, const base::Json& item, const std::string& path) {
    atlas::Cluster cluster{.slug = reader.text(item, path, "id", true),
                           .name = reader.text(item, path, "name", false),
                           .names = read_names(reader, item, path),
                           .hue = reader.text(item, path, "hue", false),
                           .shape = reader.text(item, path, "shape", false)};
    if (base::slug(cluster.slug) != cluster.slug || cluster.slug == "all")
        reader.reject(path + "id", cluster.slug, "lower-case letters, digits and hyphens, and not \"all\"");
    if (!cluster.hue.empty() && !is_hue(cluster.hue)) reader.reject(path + "hue", cluster.hue, "#RRGGBB");
    if (!cluster.shape.empty() && std::find(shapes.begin(), shapes.end(), cluster.shape) == shapes.end())
        reader.reject(path + "shape", cluster.shape, fmt::format("one of {}", fmt::join(shapes, ", ")));
    if (cluster.name.empty() && !cluster.names.empty())
        cluster.name = cluster.names.contains("en") ? cluster.names.at("en") : cluster.names.begin()->second;
    if (cluster.name.empty()) reader.reject(path + "names", "nothing", "a name in at least one language");
    return cluster;
}

KnownNetwork read_network(FieldReader& reader, const base::Json& item, const std::string& path) {
    KnownNetwork network{
        .name = reader.text(item, path, "name", true), .cluster = reader.text(item, path, "cluster", false), .aliases = {}};
    for (const auto& alias : reader.list(item, path, "aliases")) {
        if (const auto* text = alias.string())
            network.aliases.push_back(base::nfc(*text));
        else
            reader.reject(path + "aliases", base::to_text(alias), "texts");
    }
    return network;
}

void read_programme(FieldReader& reader, const base::Json& root, ProgrammeFile& file) {
    file.programme.id = reader.text(root, "", "id", true);
    file.programme.name = reader.text(root, "", "name", true);
    if (const auto* region = root.find("region"))
        if (const auto crs = reader.text(*region, "region.", "crs", false); !crs.empty()) file.programme.crs = crs;
    for (const auto& source : reader.list(root, "", "sources")) {
        if (const auto* text = source.string())
            file.programme.sources.push_back(base::nfc(*text));
        else
            reader.reject("sources", base::to_text(source), "texts");
    }
    file.overrides = reader.text(root, "", "overrides", false);
}

void check_references(FieldReader& reader, const ProgrammeFile& file) {
    std::set<std::string> slugs;
    for (const auto& cluster : file.clusters)
        if (!slugs.insert(cluster.slug).second) reader.reject("clusters", cluster.slug, "each id once");
    for (const auto& network : file.networks)
        if (!network.cluster.empty() && !slugs.contains(network.cluster))
            reader.reject("networks." + network.name + ".cluster", network.cluster, "the id of a cluster of this file");
}

} // namespace

bool is_told(const ProgrammeFile& programme) {
    return programme.programme != ProgrammeFile{}.programme; // a file has a name
}

base::Result<ProgrammeFile> parse_programme_file(std::string_view text, const std::string& source) {
    const auto root = base::parse_json(text);
    if (!root) {
        auto problem = root.problem();
        problem.source = source;
        return problem;
    }
    FieldReader reader(source);
    ProgrammeFile file;
    if (!root->object()) reader.reject("the file", base::to_text(*root), "an object");
    read_programme(reader, *root, file);
    std::size_t index = 0;
    for (const auto& item : reader.list(*root, "", "clusters"))
        file.clusters.push_back(read_cluster(reader, item, fmt::format("clusters[{}].", index++)));
    index = 0;
    for (const auto& item : reader.list(*root, "", "networks"))
        file.networks.push_back(read_network(reader, item, fmt::format("networks[{}].", index++)));
    check_references(reader, file);
    if (reader.problem()) return *reader.problem();
    return file;
}

} // namespace cityweave::ingest
