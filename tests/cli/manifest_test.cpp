#include "cli/manifest.hpp"

#include "base/whole_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;

TEST_CASE("a manifest lists every output in path order, with known digests, and marks a folder as ours") {
    const test::TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "maps");
    base::write_whole_file(folder.path() / "b.txt", "abc");
    base::write_whole_file(folder.path() / "maps" / "a.txt", "");
    CHECK_FALSE(cli::is_our_folder(folder.path()));
    const auto manifest = cli::manifest_json(folder.path(), {{.name = "page.txt", .sha256 = "00"}}, {{"gazetteer", "edition"}});
    base::write_whole_file(folder.path() / "manifest.json", base::to_text(manifest));
    CHECK(cli::is_our_folder(folder.path()));
    CHECK(cli::manifest_json(folder.path(), {{.name = "page.txt", .sha256 = "00"}}, {{"gazetteer", "edition"}}) == manifest);
    const auto& outputs = *manifest.find("outputs")->array();
    REQUIRE(outputs.size() == 2);
    CHECK(*outputs[0].find("path")->string() == "b.txt");
    // The digest of "abc" is the example of FIPS 180-4.
    CHECK(*outputs[0].find("sha256")->string() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(*outputs[1].find("path")->string() == "maps/a.txt");
    CHECK(base::to_text(manifest).find(folder.path().string()) == std::string::npos);
}

TEST_CASE("a foreign or broken manifest does not make a folder ours") {
    const test::TemporaryFolder folder;
    for (const char* text : {"{}", "[", R"({"generator":"other"})", R"({"generator":7})"}) {
        base::write_whole_file(folder.path() / "manifest.json", text);
        CHECK_FALSE(cli::is_our_folder(folder.path()));
    }
}
