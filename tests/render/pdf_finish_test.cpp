#include "render/pdf_finish.hpp"

#include "base/error.hpp"
#include "render/canvas.hpp"
#include "tests/render/fixtures.hpp"

#include <catch2/catch.hpp>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include <chrono>
#include <thread>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::test;

TEST_CASE("a finished PDF has language, title and text alternative, and no dates") {
    TextShaper shaper(fonts());
    const std::string pdf = finish_pdf(draw_pdf(small_drawing(), shaper), {.title = "T", .description = "A map of Älta", .lang = "fi"});
    QPDF document;
    document.processMemoryFile("test", pdf.data(), pdf.size());
    CHECK(document.getRoot().getKey("/Lang").getUTF8Value() == "fi");
    CHECK(document.getRoot().getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
    CHECK(document.getRoot().getKey("/StructTreeRoot").getKey("/K").getArrayItem(0).getKey("/Alt").getUTF8Value() == "A map of Älta");
    QPDFObjectHandle info = document.getTrailer().getKey("/Info");
    CHECK(info.getKey("/Title").getUTF8Value() == "Small <sheet> & more");
    CHECK_FALSE(info.hasKey("/CreationDate"));
    CHECK_FALSE(info.hasKey("/ModDate"));
}

TEST_CASE("the same drawing gives the same PDF a second later") {
    TextShaper shaper(fonts());
    const std::string first = finish_pdf(draw_pdf(small_drawing(), shaper), {});
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    TextShaper another(fonts());
    CHECK(first == finish_pdf(draw_pdf(small_drawing(), another), {}));
}

TEST_CASE("what is no PDF is refused") {
    CHECK_THROWS_AS(finish_pdf("hello", {}), base::FormatError);
}
