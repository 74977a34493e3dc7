// Writes the styles of a programme of some clusters, and of one without, light and dark, for the specification's own validator.
//   write_styles FOLDER
#include "base/whole_file.hpp"
#include "render/style_template.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <string>

using namespace cityweave;

namespace {

tiles::TilesetMetadata programme(int clusters) {
    base::JsonArray list;
    for (int i = 0; i < clusters; ++i)
        list.push_back(base::JsonObject{{"id", fmt::format("cluster-{}", i)}, {"name", fmt::format("Cluster {}", i)}});
    tiles::TilesetMetadata metadata;
    metadata.name = "Styles";
    metadata.cityweave = base::JsonObject{{"clusters", std::move(list)}};
    return metadata;
}

void write(const std::filesystem::path& path, const base::Json& style) {
    base::write_whole_file(path, base::to_text(style, base::JsonLayout::indented));
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::filesystem::path folder(argv[1]);
    std::filesystem::create_directories(folder);
    const auto styles = render::StyleTemplate::read(CITYWEAVE_SOURCE_DIR "/data/style");
    for (const int clusters : {0, 1, 5, 9}) {
        write(folder / fmt::format("{}.json", clusters), styles.style(programme(clusters), render::Theme::light));
        write(folder / fmt::format("{}-dark.json", clusters),
              styles.style(programme(clusters), render::Theme::dark, {.base = "https://maps.example/"}));
    }
    return 0;
}
