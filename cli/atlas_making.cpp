#include "cli/atlas_making.hpp"

#include "atlas/link_curves.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/mapped_file.hpp"
#include "base/unicode.hpp"
#include "cli/pinned_places.hpp"
#include "render/style_template.hpp"

#include <fmt/format.h>

namespace cityweave::cli {

namespace {

/// The text of a small file people write, in whatever encoding.
std::string text_of(const std::filesystem::path& path) {
    return base::decode_text(base::MappedFile::open(path).bytes());
}

template <class T>
T value_or_refuse(base::Result<T> result) {
    if (!result) throw base::FormatError(base::describe(result.problem()));
    return std::move(result).value();
}

ingest::ProgrammeFile read_programme(const ReadOptions& read, std::vector<InputFile>& files) {
    if (read.programme.empty()) return {};
    files.push_back(digested(read.programme));
    const std::filesystem::path path(read.programme);
    return value_or_refuse(ingest::parse_programme_file(text_of(path), path.filename().string()));
}

/// The user's table over the programme's own over ours. The shipped one is part of the data, not an input of its own.
ingest::Overrides read_overrides(const ReadOptions& read, const ingest::ProgrammeFile& programme, const std::filesystem::path& folder,
                                 std::vector<InputFile>& files) {
    std::vector<std::filesystem::path> tables;
    if (!read.overrides.empty()) tables.emplace_back(read.overrides);
    if (!programme.overrides.empty()) tables.push_back(std::filesystem::path(read.programme).parent_path() / programme.overrides);
    for (const auto& path : tables) files.push_back(digested(path));
    if (!read.no_aliases) tables.push_back(shipped_aliases(folder));
    return read_pinned_places(tables);
}

base::Json look_request(const std::vector<atlas::Cluster>& clusters) {
    base::JsonArray list;
    for (const auto& cluster : clusters)
        list.push_back(base::JsonObject{{"id", cluster.slug}, {"name", cluster.name}, {"hue", cluster.hue}, {"shape", cluster.shape}});
    return base::JsonObject{{"clusters", list}};
}

/// Clusters that nobody gave a hue or a shape get the default palette's, here once for atlas, tiles, web and sheets.
void fill_in_looks(std::vector<atlas::Cluster>& clusters, const std::filesystem::path& folder) {
    const auto palette = render::StyleTemplate::read((folder / "style").string()).palette();
    const auto look = palette.look(look_request(clusters), render::Theme::light);
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        const auto& hue = look.clusters[i].hue;
        if (clusters[i].hue.empty()) clusters[i].hue = fmt::format("#{:02X}{:02X}{:02X}", hue.red, hue.green, hue.blue);
        if (clusters[i].shape.empty()) clusters[i].shape = render::name_of(look.clusters[i].shape);
    }
}

/// An atlas is of one programme. One made without a programme file may get it later.
void require_same_programme(const atlas::Atlas& former, const ingest::ProgrammeFile& programme) {
    const bool either_untold = !ingest::is_told(programme) || former.programme() == ingest::ProgrammeFile{}.programme;
    if (!either_untold && former.programme().id != programme.programme.id)
        throw base::ConfigError(fmt::format("--programme: found the programme \"{}\", expected \"{}\", which the atlas is of",
                                            programme.programme.id, former.programme().id));
}

std::string joined_names(const std::vector<InputFile>& files) {
    std::string names;
    for (const auto& file : files) names += (names.empty() ? "" : ", ") + file.name;
    return names;
}

} // namespace

MadeAtlas make_atlas(const CommonOptions& common, const ReadOptions& read, Progress& progress, const atlas::Atlas* former) {
    progress.begin("reading");
    const Engine engine(common);
    std::vector<InputFile> files;
    const auto extract = read_inputs(engine, read, files);
    engine.require_sound();
    if (extract.mentions.empty())
        throw base::FormatError(
            fmt::format("{}: found no network with a partner, expected a page or table that names partnerships", joined_names(files)));
    const auto programme = read_programme(read, files);
    if (former) require_same_programme(*former, programme);
    const auto overrides = read_overrides(read, programme, engine.folder(), files);
    progress.begin("finding cities");
    auto merged = ingest::merge(extract, {.programme = programme,
                                          .overrides = overrides,
                                          .gazetteer = engine.gazetteer(),
                                          .geocoder = engine.geocoder(),
                                          .jobs = base::Jobs::from_request(common.jobs),
                                          .former = former});
    fill_in_looks(merged.parts.clusters, engine.folder());
    base::Report report = extract.report;
    report.add(merged.report);
    progress.begin("drawing links");
    return {.atlas = atlas::Atlas::from_parts(atlas::with_links(std::move(merged.parts))),
            .entries = std::move(merged.entries),
            .report = std::move(report),
            .inputs = std::move(files),
            .gazetteer_edition = engine.gazetteer().edition(),
            .data_folder = engine.folder()};
}

} // namespace cityweave::cli
